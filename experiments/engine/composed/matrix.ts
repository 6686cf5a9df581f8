import { add, matMul, sum } from '@tensorflow/tfjs-core';
import type { ComposedKernel } from './composed-kernel.ts';

export const matrixKernels: readonly ComposedKernel[] = [
  {
    name: 'reprise/mat-mul',
    run: ({ input, attributes }) => {
      const { transposeA, transposeB } = attributes;
      return matMul(input('a'), input('b'), transposeA, transposeB);
    },
  },
  {
    name: 'reprise/linear',
    run: ({ input }) => add(matMul(input('x'), input('w')), input('bias')),
  },
  { name: 'reprise/column-sum', run: ({ input }) => sum(input('x'), 0) },
];
