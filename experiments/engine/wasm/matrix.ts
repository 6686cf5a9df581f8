import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { MatMulAttributes } from '../kernel-names.ts';
import { type Sidecar, sizeOf, type WasmKernel } from './sidecar.ts';

const multiply = (
  sidecar: Sidecar,
  a: TensorInfo | undefined,
  b: TensorInfo | undefined,
  bias: TensorInfo | undefined,
  { transposeA, transposeB }: MatMulAttributes,
): TensorInfo => {
  const m = a?.shape[transposeA ? 1 : 0] ?? 0;
  const k = a?.shape[transposeA ? 0 : 1] ?? 0;
  const n = b?.shape[transposeB ? 0 : 1] ?? 0;
  const c = sidecar.output([m, n]);
  const [turnA, turnB] = [Number(transposeA), Number(transposeB)];
  const space = sidecar.scratch(sidecar.kernels.matMulSpace(m, k, n, turnA));
  const offset = bias === undefined ? 0 : sidecar.at(bias);
  sidecar.kernels.matMul(sidecar.at(a), sidecar.at(b), offset, sidecar.at(c), m, k, n, turnA, turnB, space);
  return c;
};

export const matrixKernels: readonly WasmKernel[] = [
  {
    name: 'reprise/mat-mul',
    run: (sidecar, { a, b }, attributes) => multiply(sidecar, a, b, undefined, attributes),
  },
  {
    name: 'reprise/linear',
    run: (sidecar, { x, w, bias }) => multiply(sidecar, x, w, bias, { transposeA: false, transposeB: false }),
  },
  {
    name: 'reprise/column-sum',
    run: (sidecar, { x }) => {
      const columns = x?.shape[x.shape.length - 1] ?? 0;
      const y = sidecar.output([columns]);
      sidecar.kernels.columnSum(sidecar.at(x), sizeOf(x) / columns, columns, sidecar.at(y));
      return y;
    },
  },
];
