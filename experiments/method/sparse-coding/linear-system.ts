/** Small dense linear systems. */

/**
 * Solves M x = r for each right-hand side, by Gaussian elimination with partial pivoting.
 *
 * @param matrix rows of a square matrix; neither it nor `rightSides` is changed
 * @returns one solution for each right-hand side; undefined when the matrix is singular to working precision
 */
export function solveLinear(
  matrix: readonly Float64Array[],
  rightSides: readonly Float64Array[],
): readonly Float64Array[] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row, i) =>
    Float64Array.from([...row, ...rightSides.map((side) => side[i] ?? NaN)]),
  );
  for (let pivot = 0; pivot < size; pivot += 1) {
    if (!bringLargestUp(rows, pivot)) return undefined;
    for (let i = pivot + 1; i < size; i += 1) subtractMultiple(rows, i, pivot);
  }
  return rightSides.map((_, s) => substituteBack(rows, size + s));
}

/** Swaps the row with the largest entry of a column up to the diagonal; false if all of them are next to nothing. */
function bringLargestUp(rows: Float64Array[], column: number): boolean {
  let best = column;
  const size = (i: number): number => Math.abs(rows[i]?.[column] ?? 0);
  for (let i = column + 1; i < rows.length; i += 1) if (size(i) > size(best)) best = i;
  if (!(size(best) > 1e-300)) return false;
  const held = rows[column];
  const found = rows[best];
  if (held && found) [rows[column], rows[best]] = [found, held];
  return true;
}

function subtractMultiple(rows: readonly Float64Array[], target: number, pivot: number): void {
  const row = rows[target] as Float64Array;
  const source = rows[pivot] as Float64Array;
  const factor = (row[pivot] ?? 0) / (source[pivot] ?? 1);
  if (factor === 0) return;
  for (let k = pivot; k < row.length; k += 1) row[k] = (row[k] ?? 0) - factor * (source[k] ?? 0);
}

function substituteBack(rows: readonly Float64Array[], side: number): Float64Array {
  const solution = new Float64Array(rows.length);
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i] as Float64Array;
    let sum = row[side] ?? 0;
    for (let k = i + 1; k < rows.length; k += 1) sum -= (row[k] ?? 0) * (solution[k] ?? 0);
    solution[i] = sum / (row[i] ?? 1);
  }
  return solution;
}
