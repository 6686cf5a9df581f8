/**
 * Reads what a person gives as a convolutional architecture. More is taken than the search space holds: published cells
 * have further operations and other numbers of nodes, and still have evaluation networks.
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { asPairs, mostNodes, readPair } from '../read-pairs.ts';
import { type Path, Problems, readIntegers, readObject, unwrapped } from '../read-value.ts';
import { operations } from './operations.ts';

/** Operations that evaluation networks know, those of other spaces last. */
const evaluationOperations: readonly string[] = [...operations, 'sep_conv_7x7', 'conv_7x1_1x7'];

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readCnnGenotype(value: unknown): Result<CnnGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, 'darts-cnn', problems);
  const keys = ['normal', 'normal_concat', 'reduce', 'reduce_concat'];
  const object = readObject(inner, path, keys, problems);
  if (!object) return fail(...problems.found);
  const readKind = (kind: string) => readCell(asPairs(object[kind]), [...path, kind], problems);
  const normal = readKind('normal');
  const reduce = readKind('reduce');
  const concat = (kind: string, cell: readonly GenotypeEdge[]): readonly number[] => {
    // Without a cell nobody knows its nodes.
    if (cell.length === 0) return [];
    const range = { min: 2, max: cell.length / 2 + 1 };
    return readIntegers(object[`${kind}_concat`], [...path, `${kind}_concat`], range, problems);
  };
  const extra = object['extra_batch_norm'];
  if (extra !== undefined && extra !== true) {
    problems.wrong([...path, 'extra_batch_norm'], 'true, or no such key', extra);
  }
  const genotype: CnnGenotype = {
    normal,
    normal_concat: concat('normal', normal),
    reduce,
    reduce_concat: concat('reduce', reduce),
    ...(extra === true ? { extra_batch_norm: true } : {}),
  };
  return problems.found.length > 0 ? fail(...problems.found) : ok(genotype);
}

function readCell(value: unknown, path: Path, problems: Problems): readonly GenotypeEdge[] {
  const isEven = Array.isArray(value) && value.length > 0 && value.length % 2 === 0;
  if (!isEven || value.length > 2 * mostNodes) {
    problems.wrong(path, 'a list of [operation, source] pairs, two for each node', value);
    return [];
  }
  const pairs: readonly unknown[] = value;
  pairs.forEach((pair, i) => {
    readPair(
      pair,
      [...path, i],
      evaluationOperations,
      { what: 'source', max: Math.floor(i / 2) + 1 },
      problems,
    );
  });
  return pairs as readonly GenotypeEdge[];
}
