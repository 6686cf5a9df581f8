import { exp, log } from '../../../schemas/exact-math.ts';
import { labelError } from '../check.ts';
import type { ReferenceKernel } from './reference-kernel.ts';
import { valueAt } from './reference-kernel.ts';

const crossEntropy: ReferenceKernel = {
  name: 'reprise/cross-entropy',
  run: ({ input, attributes }) => {
    const { labelSmoothing } = attributes;
    const logits = input('logits');
    const labels = input('labels').values;
    const [batch, classes] = logits.shape as [number, number];
    const gradient = new Float32Array(batch * classes);
    const even = labelSmoothing / classes;
    let loss = 0;
    for (let row = 0; row < batch; row++) {
      const label = valueAt(labels, row);
      if (label < 0 || label >= classes) {
        throw labelError(classes, row);
      }
      const values = Array.from(logits.values.subarray(row * classes, (row + 1) * classes));
      const largest = Math.max(...values);
      const total = values.reduce((sum, value) => sum + exp(value - largest), 0);
      const logTotal = log(total) + largest;
      values.forEach((value, k) => {
        const target = even + (k === label ? 1 - labelSmoothing : 0);
        if (target !== 0) loss += target * (logTotal - value);
        gradient[row * classes + k] = (exp(value - logTotal) - target) / batch;
      });
    }
    return [
      { shape: [], values: Float32Array.of(loss / batch) },
      { shape: [batch, classes], values: gradient },
    ];
  },
};

export const lossKernels: readonly ReferenceKernel[] = [crossEntropy];
