/** Reads a choice of a NAS-Bench-1Shot1 space, or the NAS-Bench-101 spec of a cell: either way, a cell of NAS-Bench-101. */
import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { type ReadCell, readBenchmarkCell } from '../nasbench101/read.ts';
import { Problems, readList, readObject, unwrapped } from '../read-value.ts';
import { type Bench1Shot1Cell, cellProblems, toSpec } from './cell.ts';
import type { SpaceNumber } from './layout.ts';

export function readEitherForm(
  number: SpaceNumber,
  name: string,
  value: unknown,
): Result<ReadCell, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, name, problems);
  const isChoice = typeof inner === 'object' && inner !== null && 'parents' in inner && !('matrix' in inner);
  if (!isChoice) return readBenchmarkCell(value, name);
  const object = readObject(inner, path, ['ops', 'parents'], problems);
  if (!object) return fail(...problems.found);
  const ops = readList(object['ops'], [...path, 'ops'], 'operations', problems);
  ops.forEach((op, i) => {
    if (typeof op !== 'string') problems.wrong([...path, 'ops', i], 'the name of an operation', op);
  });
  const lists = readList(object['parents'], [...path, 'parents'], 'lists of parents', problems);
  const parents = lists.map((list, i) => {
    const items = readList(list, [...path, 'parents', i], 'parents', problems);
    items.forEach((parent, j) => {
      if (typeof parent !== 'number') {
        problems.wrong([...path, 'parents', i, j], 'the number of a node', parent);
      }
    });
    // The order of parents means nothing.
    return [...items].sort((a, b) => Number(a) - Number(b));
  });
  if (problems.found.length > 0) return fail(...problems.found);
  const cell = { ops, parents } as Bench1Shot1Cell;
  const reasons = cellProblems(number, cell);
  return ok(reasons.length > 0 ? { reasons } : { spec: toSpec(number, cell) });
}
