import type { MatMulAttributes } from '../kernel-names.ts';
import type { ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';
import { addAt, valueAt } from './reference-kernel.ts';

const multiply = (
  a: ReferenceTensor,
  b: ReferenceTensor,
  { transposeA, transposeB }: MatMulAttributes,
  bias?: ReferenceTensor,
): ReferenceTensor => {
  const rows = valueAt(a.shape, transposeA ? 1 : 0);
  const inner = valueAt(a.shape, transposeA ? 0 : 1);
  const columns = valueAt(b.shape, transposeB ? 0 : 1);
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  const [bInner, bColumn] = transposeB ? [1, inner] : [columns, 1];
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = bias === undefined ? 0 : valueAt(bias.values, column);
      for (let k = 0; k < inner; k++) {
        sum += valueAt(a.values, row * aRow + k * aInner) * valueAt(b.values, k * bInner + column * bColumn);
      }
      out[row * columns + column] = sum;
    }
  }
  return { shape: [rows, columns], values: out };
};

const columnSum = (x: ReferenceTensor): ReferenceTensor => {
  const columns = valueAt(x.shape, x.shape.length - 1);
  const sums = new Float64Array(columns);
  x.values.forEach((value, i) => {
    addAt(sums, i % columns, value);
  });
  return { shape: [columns], values: Float32Array.from(sums) };
};

export const matrixKernels: readonly ReferenceKernel[] = [
  {
    name: 'reprise/mat-mul',
    run: ({ input, attributes }) => multiply(input('a'), input('b'), attributes),
  },
  {
    name: 'reprise/linear',
    run: ({ input }) =>
      multiply(input('x'), input('w'), { transposeA: false, transposeB: false }, input('bias')),
  },
  { name: 'reprise/column-sum', run: ({ input }) => columnSum(input('x')) },
];
