/**
 * The LASSO by iterative shrinkage and thresholding (ISTA), from x = 0 with step 1 / L.
 * Source: Daubechies, Defrise, De Mol 2004; Beck and Teboulle 2009, section 2; it gives ISTA-NAS its name.
 */
import { shrink } from './coordinate-descent.ts';
import type { Lasso } from './lasso.ts';
import { type Columns, dot, residual } from './measurement-matrix.ts';

const powerIterations = 200;

/** The largest eigenvalue of A^T A, by power iteration from the vector of ones; 0 for a matrix of zeros. */
export function largestEigenvalue(columns: Columns): number {
  const rows = columns[0]?.length ?? 0;
  let direction = new Float64Array(rows).fill(1);
  let eigenvalue = 0;
  for (let i = 0; i < powerIterations; i += 1) {
    const image = new Float64Array(rows);
    for (const column of columns) {
      const factor = dot(column, direction);
      for (let k = 0; k < rows; k += 1) image[k] = (image[k] ?? 0) + factor * (column[k] ?? 0);
    }
    const length = Math.sqrt(dot(image, image));
    if (length === 0) return 0;
    eigenvalue = length / Math.sqrt(dot(direction, direction));
    direction = image.map((value) => value / length);
  }
  return eigenvalue;
}

/** [n] after that many iterations. */
export function iterateShrinkage({ columns, b, lambda }: Lasso, iterations: number): Float64Array {
  const x = new Float64Array(columns.length);
  const lipschitz = largestEigenvalue(columns);
  if (lipschitz === 0) return x;
  for (let i = 0; i < iterations; i += 1) {
    const left = residual(columns, x, b);
    columns.forEach((column, j) => {
      x[j] = shrink((x[j] ?? 0) + dot(column, left) / lipschitz, lambda / lipschitz);
    });
  }
  return x;
}
