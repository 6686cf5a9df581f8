/** An Auto-DeepLab architecture as plain data, what a value must be to name one, and which are the same network. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { isOperation, type Operation, operations } from './operations.ts';
import { isStride, pathProblem, strides } from './trellis.ts';

/** State 0 is the output of the layer before, state 1 that of the layer before that one; block b (0-based) makes state b + 2. */
export type BlockInput = readonly [operation: Operation, state: number];

export interface AutoDeepLabGenotype {
  /** Two inputs for each block, which adds them; the output is all blocks, one behind the other along the channels. */
  readonly cell: readonly BlockInput[];
  /** The stride of each layer against the image. */
  readonly path: readonly number[];
}

/** B of the paper. */
export const usualBlocks = 5;

export type Block = readonly [BlockInput, BlockInput];

export const blocksOf = ({ cell }: Pick<AutoDeepLabGenotype, 'cell'>): readonly Block[] =>
  Array.from({ length: cell.length / 2 }, (_, b) => [
    cell[2 * b] ?? ['none', 0],
    cell[2 * b + 1] ?? ['none', 0],
  ]);

const compareInputs = (a: BlockInput, b: BlockInput): number =>
  a[1] - b[1] || operations.indexOf(a[0]) - operations.indexOf(b[0]);

/** The inputs of each block by state, then by operation. */
const inOrder = (blocks: readonly Block[]): readonly BlockInput[] =>
  blocks.flatMap((block) => [...block].sort(compareInputs));

/**
 * SHA-256 of the genotype with the two inputs of each block in order. The order of blocks counts: it is that of the channels
 * that the next cell reads.
 */
export const genotypeId = ({ cell, path }: AutoDeepLabGenotype): Sha256 =>
  canonicalDigest({ space: 'auto-deeplab', genotype: { cell: inOrder(blocksOf({ cell })), path } });

/** What keeps a value from being an architecture of the space with so many blocks and layers. */
export function genotypeProblems(value: unknown, blocks: number, layers: number): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['Expected a genotype object'];
  const { cell, path } = value as Record<string, unknown>;
  return [...cellProblems(cell, blocks), ...pathProblems(path, layers)];
}

function cellProblems(cell: unknown, blocks: number): readonly string[] {
  if (!Array.isArray(cell) || cell.length !== 2 * blocks) return [`cell: expected ${2 * blocks} inputs`];
  const problems = cell.flatMap((input: unknown, i) => inputProblems(input, i));
  if (problems.length > 0) return problems;
  const inputs = cell as readonly BlockInput[];
  return blocksOf({ cell: inputs }).flatMap(([first, second], b) =>
    first[1] < second[1] ? [] : [`cell: expected two different states of block ${b}, the smaller first`],
  );
}

function inputProblems(input: unknown, i: number): readonly string[] {
  const place = `cell[${i}]`;
  if (!Array.isArray(input) || input.length !== 2) return [`${place}: expected [operation, state]`];
  const [operation, state]: readonly unknown[] = input;
  const most = Math.floor(i / 2) + 1;
  const isState = typeof state === 'number' && Number.isInteger(state) && state >= 0 && state <= most;
  return [
    ...(isOperation(operation) && operation !== 'none'
      ? []
      : [`${place}: expected an operation other than none, got \`${String(operation)}\``]),
    ...(isState ? [] : [`${place}: expected a state in [0, ${most}], got \`${String(state)}\``]),
  ];
}

function pathProblems(path: unknown, layers: number): readonly string[] {
  if (!Array.isArray(path) || path.length !== layers) return [`path: expected ${layers} strides`];
  const items: readonly unknown[] = path;
  if (!items.every(isStride)) return [`path: expected strides of ${strides.join(', ')}`];
  const problem = pathProblem(items);
  return problem === undefined ? [] : [`path: expected ${problem}`];
}
