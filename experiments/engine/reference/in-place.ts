import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { InPlace } from '../in-place.ts';
import { valueAt } from './reference-kernel.ts';

/** The values of a tensor, shared and not copied. */
export type View = (tensor: Tensor) => Float32Array;

/** On the cpu backend reading gives the stored array itself. */
export const cpuView: View = (tensor) => engine().backend.readSync(tensor.dataId) as Float32Array;

export const referenceInPlace = (view: View): InPlace => ({
  sgd: (weights, gradient, velocity, { learningRate, momentum, weightDecay, first }) => {
    const w = view(weights);
    const g = view(gradient);
    const v = velocity === null ? null : view(velocity);
    for (let i = 0; i < w.length; i++) {
      const decayed = valueAt(g, i) + weightDecay * valueAt(w, i);
      const step = v === null || first ? decayed : momentum * valueAt(v, i) + decayed;
      if (v !== null) v[i] = step;
      w[i] = valueAt(w, i) - learningRate * step;
    }
  },
  adam: (weights, gradient, firstMoment, secondMoment, settings) => {
    const [w, g, m, v] = [view(weights), view(gradient), view(firstMoment), view(secondMoment)];
    const { stepSize, beta1, beta2, weightDecay, rootScale, epsilon } = settings;
    for (let i = 0; i < w.length; i++) {
      const decayed = valueAt(g, i) + weightDecay * valueAt(w, i);
      const first = beta1 * valueAt(m, i) + (1 - beta1) * decayed;
      const second = beta2 * valueAt(v, i) + (1 - beta2) * decayed * decayed;
      m[i] = first;
      v[i] = second;
      w[i] = valueAt(w, i) - (stepSize * first) / (Math.sqrt(second) * rootScale + epsilon);
    }
  },
  sumOfSquares: (x) => view(x).reduce((sum, value) => sum + value * value, 0),
  blend: (target, source, keep, take) => {
    const to = view(target);
    const from = view(source);
    for (let i = 0; i < to.length; i++) to[i] = keep * valueAt(to, i) + take * valueAt(from, i);
  },
  add: (target, source) => {
    const to = view(target);
    const from = view(source);
    for (let i = 0; i < to.length; i++) to[i] = valueAt(to, i) + valueAt(from, i);
  },
  scale: (target, factor) => {
    const to = view(target);
    for (let i = 0; i < to.length; i++) to[i] = factor * valueAt(to, i);
  },
  write: (target, values) => {
    view(target).set(values);
  },
});
