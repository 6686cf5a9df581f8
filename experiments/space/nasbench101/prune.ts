/**
 * Removing what no path from input to output touches, and judging what is left: a spec is in the space when its
 * pruned form is, whatever its own size. Source: Ying et al. 2019, section 2.1, and google-research/nasbench@b942470.
 */
import {
  type CellSpec,
  edgeCount,
  inputOperation,
  maxEdges,
  maxVertices,
  operations,
  outputOperation,
} from './spec.ts';

/** The vertices that lie on a path from input to output, in order; undefined when there is no such path. */
export function prune(spec: CellSpec): CellSpec | undefined {
  const { matrix, ops } = spec;
  const forward = reachable(matrix.length, (from, to) => matrix[from]?.[to] === 1);
  const last = matrix.length - 1;
  const backward = reachable(matrix.length, (from, to) => matrix[last - to]?.[last - from] === 1).reverse();
  const kept = ops.map((_, v) => v).filter((v) => forward[v] && backward[v]);
  if (kept.length < 2) return undefined;
  if (kept.length === ops.length) return spec;
  return {
    matrix: kept.map((from) => kept.map((to) => matrix[from]?.[to] ?? 0)),
    ops: kept.map((v) => ops[v] ?? ''),
  };
}

/** Which vertices a path from vertex 0 leads to. Edges lead upwards, so that one pass finds them all. */
function reachable(size: number, isEdge: (from: number, to: number) => boolean): boolean[] {
  const reached = Array.from({ length: size }, (_, v) => v === 0);
  for (let to = 1; to < size; to += 1) {
    for (let from = 0; from < to; from += 1) if (reached[from] && isEdge(from, to)) reached[to] = true;
  }
  return reached;
}

/** What keeps a spec out of the space, judged on its pruned form; empty for a cell that the benchmark knows. */
export function domainProblems(spec: CellSpec): readonly string[] {
  const pruned = prune(spec);
  if (!pruned) return ['matrix: expected a path from input to output'];
  const problems: string[] = [];
  const { matrix, ops } = pruned;
  if (ops.length > maxVertices) {
    problems.push(`matrix: expected at most ${maxVertices} vertices on paths, got ${ops.length}`);
  }
  const edges = edgeCount(matrix);
  if (edges > maxEdges) problems.push(`matrix: expected at most ${maxEdges} edges on paths, got ${edges}`);
  return [...problems, ...ops.flatMap((op, v) => operationProblems(op, v, ops.length))];
}

export const isInDomain = (spec: CellSpec): boolean => domainProblems(spec).length === 0;

function operationProblems(op: string, v: number, size: number): readonly string[] {
  const allowed: readonly string[] =
    v === 0 ? [inputOperation] : v === size - 1 ? [outputOperation] : operations;
  return allowed.includes(op)
    ? []
    : [`ops: expected ${allowed.join(', ')} at vertex ${v} of the pruned cell, got \`${op}\``];
}

/** The pruned form. @throws TypeError when no path leads from input to output. */
export function pruned(spec: CellSpec): CellSpec {
  const cell = prune(spec);
  if (!cell) throw new TypeError('Expected a cell with a path from input to output');
  return cell;
}
