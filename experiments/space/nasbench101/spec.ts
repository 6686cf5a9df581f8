/**
 * A NAS-Bench-101 cell as a graph: an upper-triangular 0/1 matrix (row = source, column = destination) and one
 * operation for each vertex, the first being the input and the last the output. A spec may hold vertices and edges
 * that do not matter; `prune` removes them.
 * Source: Ying et al., "NAS-Bench-101: Towards Reproducible Neural Architecture Search", ICML 2019, section 2.1.
 */
import type { CellSpecification as CellSpec } from '../../../schemas/architecture.ts';

export const inputOperation = 'input';
export const outputOperation = 'output';

/** What an interior vertex may be. The index is the label of the official hash. */
export const operations = ['conv3x3-bn-relu', 'conv1x1-bn-relu', 'maxpool3x3'] as const;

/** Vertices of the largest cell, input and output included. */
export const maxVertices = 7;
export const maxEdges = 9;

export type Matrix = CellSpec['matrix'];

export type { CellSpec };

/** @throws TypeError naming everything that keeps the two from being a graph; whether it is in the space is another question. */
export function cellSpec(matrix: Matrix, ops: readonly string[]): CellSpec {
  const problems = specProblems({ matrix, ops });
  if (problems.length > 0) throw new TypeError(`Expected a cell: ${problems.join('; ')}`);
  return { matrix, ops };
}

/** What keeps a value from being a graph of any size, one message for each place. */
export function specProblems(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['expected an object with `matrix` and `ops`'];
  const { matrix, ops } = value as { readonly matrix?: unknown; readonly ops?: unknown };
  if (!Array.isArray(matrix) || matrix.length < 2) return ['matrix: expected at least two rows'];
  const rows: readonly unknown[] = matrix;
  const problems = rows.flatMap((row, i) => rowProblems(row, i, rows.length));
  if (!Array.isArray(ops) || ops.length !== rows.length) {
    return [...problems, `ops: expected ${rows.length} operations, one for each row of the matrix`];
  }
  const names: readonly unknown[] = ops;
  return [
    ...problems,
    ...names.flatMap((op, i) => (typeof op === 'string' ? [] : [`ops[${i}]: expected a text`])),
  ];
}

function rowProblems(row: unknown, i: number, size: number): readonly string[] {
  if (!Array.isArray(row) || row.length !== size) {
    return [`matrix[${i}]: expected ${size} entries, so that the matrix is square`];
  }
  const entries: readonly unknown[] = row;
  return entries.flatMap((entry, j) => {
    if (entry !== 0 && entry !== 1) return [`matrix[${i}][${j}]: expected 0 or 1, got \`${String(entry)}\``];
    return entry === 1 && j <= i
      ? [`matrix[${i}][${j}]: expected 0, since edges lead from lower to higher vertices`]
      : [];
  });
}

export const edgeCount = (matrix: Matrix): number =>
  matrix.reduce((sum, row) => sum + row.reduce((inRow, entry) => inRow + entry, 0), 0);
