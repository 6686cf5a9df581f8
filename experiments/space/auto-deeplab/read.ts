/**
 * Reads what a person gives as an architecture. More is taken than the space holds: other numbers of blocks and layers, states
 * that a block takes twice, and `none`.
 */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { readPair } from '../read-pairs.ts';
import { type Path, Problems, readList, readObject, unwrapped } from '../read-value.ts';
import type { AutoDeepLabGenotype, BlockInput } from './genotype.ts';
import { operations } from './operations.ts';
import { isStride, mostLayers, pathProblem, strides } from './trellis.ts';

export const mostBlocks = 8;

/** A genotype, or an `architecture.json` around one. Further keys are notes. */
export function readAutoDeepLab(value: unknown): Result<AutoDeepLabGenotype, QueryProblem> {
  const problems = new Problems();
  const [inner, at] = unwrapped(value, 'auto-deeplab', problems);
  const object = readObject(inner, at, ['cell', 'path'], problems);
  if (!object) return fail(...problems.found);
  const cell = readCell(object['cell'], [...at, 'cell'], problems);
  const path = readStrides(object['path'], [...at, 'path'], problems);
  return problems.found.length > 0 ? fail(...problems.found) : ok({ cell, path });
}

function readCell(value: unknown, at: Path, problems: Problems): readonly BlockInput[] {
  const what = `two [operation, state] pairs for each of 1 to ${mostBlocks} blocks`;
  const inputs = readList(value, at, what, problems);
  const isWhole = inputs.length > 0 && inputs.length % 2 === 0 && inputs.length <= 2 * mostBlocks;
  if (Array.isArray(value) && !isWhole) {
    problems.wrong(at, `a list of ${what}`, value);
    return [];
  }
  inputs.forEach((input, i) => {
    readPair(input, [...at, i], operations, { what: 'state', max: Math.floor(i / 2) + 1 }, problems);
  });
  return inputs as readonly BlockInput[];
}

function readStrides(value: unknown, at: Path, problems: Problems): readonly number[] {
  const what = `1 to ${mostLayers} strides`;
  const path = readList(value, at, what, problems);
  if (Array.isArray(value) && (path.length === 0 || path.length > mostLayers)) {
    problems.wrong(at, `a list of ${what}`, value);
    return [];
  }
  path.forEach((stride, i) => {
    if (!isStride(stride)) problems.wrong([...at, i], `a stride of ${strides.join(', ')}`, stride);
  });
  if (!path.every(isStride)) return [];
  const problem = pathProblem(path);
  if (problem !== undefined) problems.wrong(at, problem, path);
  return path;
}
