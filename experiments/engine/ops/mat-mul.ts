import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes, checkShape } from '../check.ts';
import type { MatMulAttributes } from '../kernel-names.ts';
import { onlyOf, present, runKernel } from '../run-kernel.ts';

export interface MatMulOptions {
  /** `a` is [inner, rows]. Default false: [rows, inner]. */
  readonly transposeA?: boolean;
  /** `b` is [columns, inner]. Default false: [inner, columns]. */
  readonly transposeB?: boolean;
}

const product = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  runKernel('reprise/mat-mul', { a, b }, { transposeA, transposeB } satisfies MatMulAttributes);

/**
 * The matrix product [rows, inner] x [inner, columns] of two matrices.
 *
 * @throws TypeError when an operand is no matrix, or the inner sizes differ
 */
export const matMul = (a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor => {
  const transposeA = options.transposeA ?? false;
  const transposeB = options.transposeB ?? false;
  checkAxes('matMul', 'a', a, transposeA ? ['inner', 'rows'] : ['rows', 'inner']);
  checkAxes('matMul', 'b', b, transposeB ? ['columns', 'inner'] : ['inner', 'columns']);
  const inner = a.shape[transposeA ? 0 : 1] ?? 0;
  const columns = b.shape[transposeB ? 0 : 1] ?? 0;
  checkShape('matMul', 'b', b, transposeB ? [columns, inner] : [inner, columns]);
  return product(a, b, transposeA, transposeB);
};

/**
 * x times w, plus a bias for each output.
 *
 * @param x [batch, in]
 * @param w [in, out]
 * @param bias [out]
 * @returns [batch, out]
 * @throws TypeError when shapes do not agree
 */
export const linear = (x: Tensor, w: Tensor, bias: Tensor): Tensor => {
  checkAxes('linear', 'x', x, ['batch', 'in']);
  checkAxes('linear', 'w', w, ['in', 'out']);
  const outs = w.shape[1] ?? 0;
  checkShape('linear', 'w', w, [x.shape[1] ?? 0, outs]);
  checkShape('linear', 'bias', bias, [outs]);
  return runKernel('reprise/linear', { x, w, bias });
};

export const matMulGradient: GradConfig = {
  kernelName: 'reprise/mat-mul',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => {
    const a = present(saved[0]);
    const b = present(saved[1]);
    const up = onlyOf(dy);
    const transposeA = attributes['transposeA'] === true;
    const transposeB = attributes['transposeB'] === true;
    return {
      a: () => (transposeA ? product(b, up, transposeB, true) : product(up, b, false, !transposeB)),
      b: () => (transposeB ? product(up, a, true, transposeA) : product(a, up, !transposeA, false)),
    };
  },
};

export const linearGradient: GradConfig = {
  kernelName: 'reprise/linear',
  inputsToSave: ['x', 'w'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => {
    const up = onlyOf(dy);
    return {
      x: () => product(up, present(saved[1]), false, true),
      w: () => product(present(saved[0]), up, true, false),
      bias: () => runKernel('reprise/column-sum', { x: up }),
    };
  },
};
