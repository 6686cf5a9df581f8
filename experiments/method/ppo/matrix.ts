/** Dense matrices in float64, in row order, with what a gradient needs of them. */

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export const matrix = (rows: number, columns: number, values = new Float64Array(rows * columns)): Matrix => ({
  rows,
  columns,
  values,
});

/** x W, for a row `x` of `w.rows` numbers; added to `onto`, from the row `from` of `w` on. */
export function addRowTimes(onto: Float64Array, x: Float64Array, w: Matrix, from = 0): void {
  const { columns, values } = w;
  for (let r = 0; r < x.length; r += 1) {
    const factor = x[r] as number;
    const start = (from + r) * columns;
    for (let c = 0; c < columns; c += 1) (onto[c] as number) += factor * (values[start + c] as number);
  }
}

/** The gradient of x W: of `x`, returned, and of `w`, added to `gradient`. */
export function backRowTimes(
  upstream: Float64Array,
  x: Float64Array,
  w: Matrix,
  gradient: Matrix,
  from = 0,
): Float64Array {
  const { columns, values } = w;
  const dx = new Float64Array(x.length);
  for (let r = 0; r < x.length; r += 1) {
    const factor = x[r] as number;
    const start = (from + r) * columns;
    let sum = 0;
    for (let c = 0; c < columns; c += 1) {
      const up = upstream[c] as number;
      sum += up * (values[start + c] as number);
      (gradient.values[start + c] as number) += factor * up;
    }
    dx[r] = sum;
  }
  return dx;
}

export const rowOf = ({ columns, values }: Matrix, row: number): Float64Array =>
  values.subarray(row * columns, (row + 1) * columns);

export function addTo(onto: Float64Array, x: Float64Array): void {
  for (let i = 0; i < onto.length; i += 1) (onto[i] as number) += x[i] as number;
}
