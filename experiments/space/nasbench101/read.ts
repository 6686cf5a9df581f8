/**
 * Reads a NAS-Bench-101 spec. A file that does not have the form of one is an error at its place; a graph that the
 * benchmark refuses is an answer: the spec is not valid, and why.
 */

import type { QueryProblem } from '../../../schemas/query.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { Problems, readObject, unwrapped } from '../read-value.ts';
import { domainProblems } from './prune.ts';
import { type CellSpec, specProblems } from './spec.ts';

/** @param space whose `architecture.json` may be around it */
export function readSpec(value: unknown, space = 'nasbench101'): Result<CellSpec, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, space, problems);
  const object = readObject(inner, path, ['matrix', 'ops'], problems);
  if (!object) return fail(...problems.found);
  const matrix: unknown = object['matrix'];
  if (!Array.isArray(matrix)) problems.wrong([...path, 'matrix'], 'a list of rows of 0 and 1', matrix);
  else {
    matrix.forEach((row: unknown, i) => {
      if (!Array.isArray(row)) {
        problems.wrong([...path, 'matrix', i], 'a row: a list of 0 and 1', row);
      } else {
        row.forEach((entry: unknown, j) => {
          if (typeof entry !== 'number') problems.wrong([...path, 'matrix', i, j], '0 or 1', entry);
        });
      }
    });
  }
  const ops: unknown = object['ops'];
  if (!Array.isArray(ops)) problems.wrong([...path, 'ops'], 'a list of operations', ops);
  else {
    ops.forEach((op: unknown, i) => {
      if (typeof op !== 'string') problems.wrong([...path, 'ops', i], 'the name of an operation', op);
    });
  }
  if (problems.found.length > 0) return fail(...problems.found);
  return ok({ matrix: matrix as CellSpec['matrix'], ops: ops as CellSpec['ops'] });
}

/** A cell, or why what was read is none. */
export type ReadCell = { readonly spec: CellSpec } | { readonly reasons: readonly string[] };

/** A spec that the benchmark does not know is an answer, and no mistake in the file. */
export function readBenchmarkCell(value: unknown, space: string): Result<ReadCell, QueryProblem> {
  const spec = readSpec(value, space);
  if (!spec.ok) return spec;
  const reasons = whyInvalid(spec.value);
  return ok(reasons.length > 0 ? { reasons } : { spec: spec.value });
}

/** For whom it is a mistake all the same: the reasons are problems of the whole value. */
export function cellOnly(read: Result<ReadCell, QueryProblem>): Result<CellSpec, QueryProblem> {
  if (!read.ok) return read;
  if ('spec' in read.value) return ok(read.value.spec);
  const found = read.value.reasons.join('; ');
  return fail({ kind: 'value', path: [], expected: 'a cell of NAS-Bench-101', found });
}

/** Why the benchmark does not know a spec; empty when it does. */
export function whyInvalid(spec: CellSpec): readonly string[] {
  const problems = specProblems(spec);
  return problems.length > 0 ? problems : domainProblems(spec);
}
