/**
 * Reads what a person gives as a pair of NASNet cells. More is taken than the space holds: other numbers of blocks, and
 * outputs of other states, as published networks have them.
 */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { readPair } from '../read-pairs.ts';
import { type Path, Problems, readIntegers, readList, readObject, unwrapped } from '../read-value.ts';
import type { Block } from './cell.ts';
import type { CellKind, NasnetGenotype } from './genotype.ts';
import { combinations, isCombination, operations } from './operations.ts';

/** All orders of so many blocks can be looked at. */
export const mostBlocks = 8;

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readNasnetGenotype(value: unknown): Result<NasnetGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'nasnet', problems);
  const object = readObject(inner, path, ['normal', 'normal_concat', 'reduce', 'reduce_concat'], problems);
  if (!object) return fail(...problems.found);
  const cell = (kind: CellKind) => readBlocks(object[kind], [...path, kind], problems);
  const concat = (kind: CellKind, blocks: readonly Block[]): readonly number[] =>
    blocks.length === 0
      ? []
      : readIntegers(
          object[`${kind}_concat`],
          [...path, `${kind}_concat`],
          { min: 0, max: blocks.length + 1 },
          problems,
        );
  const [normal, reduce] = [cell('normal'), cell('reduce')];
  const genotype = {
    normal,
    normal_concat: concat('normal', normal),
    reduce,
    reduce_concat: concat('reduce', reduce),
  };
  return problems.found.length > 0 ? fail(...problems.found) : ok(genotype);
}

function readBlocks(value: unknown, path: Path, problems: Problems): readonly Block[] {
  const what = `1 to ${mostBlocks} blocks`;
  const blocks = readList(value, path, what, problems);
  if (Array.isArray(value) && (blocks.length === 0 || blocks.length > mostBlocks)) {
    problems.wrong(path, `a list of ${what}`, value);
    return [];
  }
  blocks.forEach((block, b) => {
    readBlock(block, [...path, b], b, problems);
  });
  return blocks as readonly Block[];
}

function readBlock(block: unknown, path: Path, index: number, problems: Problems): void {
  const object = readObject(block, path, ['inputs', 'combine'], problems);
  if (!object) return;
  const { inputs, combine } = object;
  if (!isCombination(combine)) {
    problems.wrong([...path, 'combine'], `one of ${combinations.join(', ')}`, combine, combinations);
  }
  if (!Array.isArray(inputs) || inputs.length !== 2) {
    problems.wrong([...path, 'inputs'], 'two [operation, state] pairs', inputs);
    return;
  }
  inputs.forEach((input: unknown, i) => {
    readPair(input, [...path, 'inputs', i], operations, { what: 'state', max: index + 1 }, problems);
  });
}
