import type { InPlace } from '../in-place.ts';
import type { Sidecar } from './sidecar.ts';

export const wasmInPlace = (sidecar: Sidecar): InPlace => {
  const { kernels } = sidecar;
  return {
    sgd: (weights, gradient, velocity, { learningRate, momentum, weightDecay, first }) => {
      kernels.sgd(
        sidecar.at(weights),
        sidecar.at(gradient),
        velocity === null ? 0 : sidecar.at(velocity),
        weights.size,
        learningRate,
        momentum,
        weightDecay,
        Number(first),
      );
    },
    adam: (weights, gradient, firstMoment, secondMoment, settings) => {
      kernels.adam(
        sidecar.at(weights),
        sidecar.at(gradient),
        sidecar.at(firstMoment),
        sidecar.at(secondMoment),
        weights.size,
        settings.stepSize,
        settings.beta1,
        settings.beta2,
        settings.weightDecay,
        settings.rootScale,
        settings.epsilon,
      );
    },
    sumOfSquares: (x) => kernels.sumOfSquares(sidecar.at(x), x.size),
    blend: (target, source, keep, take) => {
      kernels.blend(sidecar.at(target), sidecar.at(source), target.size, keep, take);
    },
    add: (target, source) => {
      const to = sidecar.at(target);
      kernels.add(to, sidecar.at(source), to, target.size);
    },
    scale: (target, factor) => {
      kernels.scale(sidecar.at(target), sidecar.at(target), target.size, factor);
    },
    write: (target, values) => {
      sidecar.floats(target, target.size).set(values);
    },
  };
};
