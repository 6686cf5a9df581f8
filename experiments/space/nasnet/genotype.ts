/** Pairs of NASNet cells: what a value must be to name one, and which are the same network. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { canonicalCell } from './canonical-cell.ts';
import { type Block, type Cell, unusedStates } from './cell.ts';
import { combinations, isCombination, isOperation, operations } from './operations.ts';

export type CellKind = 'normal' | 'reduce';
export const cellKinds: readonly CellKind[] = ['normal', 'reduce'];

export interface NasnetGenotype {
  readonly normal: readonly Block[];
  readonly normal_concat: readonly number[];
  readonly reduce: readonly Block[];
  readonly reduce_concat: readonly number[];
}

export const cellOf = (genotype: NasnetGenotype, kind: CellKind): Cell =>
  kind === 'normal'
    ? { blocks: genotype.normal, concat: genotype.normal_concat }
    : { blocks: genotype.reduce, concat: genotype.reduce_concat };

export const genotypeOf = (normal: readonly Block[], reduce: readonly Block[]): NasnetGenotype => ({
  normal,
  normal_concat: unusedStates(normal),
  reduce,
  reduce_concat: unusedStates(reduce),
});

/** SHA-256 of the genotype with its blocks, and the two inputs of each, in an order that no renumbering changes. */
export function genotypeId(genotype: NasnetGenotype): Sha256 {
  const [normal, reduce] = cellKinds.map((kind) => canonicalCell(cellOf(genotype, kind)));
  return canonicalDigest({ space: 'nasnet', genotype: { normal, reduce } });
}

/** What keeps a value from being a genotype of the space whose cells have this many blocks. */
export function genotypeProblems(value: unknown, blocks: number): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a genotype object'];
  const fields = value as Record<string, unknown>;
  return cellKinds.flatMap((kind) => {
    const cell = fields[kind];
    if (!Array.isArray(cell) || cell.length !== blocks) return [`${kind}: expected ${blocks} blocks`];
    const problems = cell.flatMap((block: unknown, b) => blockProblems(`${kind}[${b}]`, block, b));
    return problems.length > 0 ? problems : concatProblems(kind, cell, fields[`${kind}_concat`]);
  });
}

function blockProblems(place: string, block: unknown, index: number): readonly string[] {
  if (typeof block !== 'object' || block === null) return [`${place}: expected a block`];
  const { inputs, combine } = block as Record<string, unknown>;
  const isPair = Array.isArray(inputs) && inputs.length === 2;
  return [
    ...(isPair ? inputs : [undefined]).flatMap((input, i) =>
      inputProblems(`${place}.inputs[${i}]`, input, index),
    ),
    ...(isCombination(combine) ? [] : [`${place}.combine: expected ${combinations.join(' or ')}`]),
  ];
}

function inputProblems(place: string, input: unknown, index: number): readonly string[] {
  if (!Array.isArray(input) || input.length !== 2) return [`${place}: expected [operation, state]`];
  const [operation, state]: readonly unknown[] = input;
  const isState = typeof state === 'number' && Number.isInteger(state) && state >= 0 && state < index + 2;
  return [
    ...(isOperation(operation)
      ? []
      : [`${place}: expected an operation of ${operations.join(', ')}, got \`${String(operation)}\``]),
    ...(isState ? [] : [`${place}: expected a state in [0, ${index + 1}], got \`${String(state)}\``]),
  ];
}

function concatProblems(kind: CellKind, cell: readonly Block[], concat: unknown): readonly string[] {
  const expected = unusedStates(cell);
  const matches =
    Array.isArray(concat) &&
    concat.length === expected.length &&
    expected.every((state, i) => concat[i] === state);
  return matches ? [] : [`${kind}_concat: expected the states that no block reads, [${expected.join(', ')}]`];
}
