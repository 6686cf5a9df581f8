import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { BatchNormAttributes } from '../kernel-names.ts';
import { type Sidecar, sizeOf, type WasmKernel } from './sidecar.ts';

const measure = (x: TensorInfo | undefined): { shape: number[]; channels: number; rows: number } => {
  const shape = x?.shape ?? [];
  const channels = shape[shape.length - 1] ?? 0;
  return { shape, channels, rows: sizeOf(x) / channels };
};

const train = (
  sidecar: Sidecar,
  { x, gamma, beta }: NamedTensorInfoMap,
  { epsilon, relu }: BatchNormAttributes,
): TensorInfo[] => {
  const { shape, channels, rows } = measure(x);
  const y = sidecar.output(shape);
  const mean = sidecar.output([channels]);
  const variance = sidecar.output([channels]);
  const space = sidecar.scratch(sidecar.kernels.batchNormSpace(channels));
  sidecar.kernels.batchNorm(
    sidecar.at(x),
    gamma === undefined ? 0 : sidecar.at(gamma),
    beta === undefined ? 0 : sidecar.at(beta),
    sidecar.at(y),
    sidecar.at(mean),
    sidecar.at(variance),
    rows,
    channels,
    epsilon,
    Number(relu),
    space,
  );
  return [y, mean, variance];
};

const back = (
  sidecar: Sidecar,
  { dy, x, mean, variance, gamma, beta }: NamedTensorInfoMap,
  { epsilon, relu }: BatchNormAttributes,
  training: boolean,
): TensorInfo[] => {
  const { shape, channels, rows } = measure(x);
  const dx = sidecar.output(shape);
  const dGamma = sidecar.output([channels]);
  const dBeta = sidecar.output([channels]);
  const space = sidecar.scratch(sidecar.kernels.batchNormSpace(channels));
  sidecar.kernels.batchNormBack(
    sidecar.at(dy),
    sidecar.at(x),
    sidecar.at(mean),
    sidecar.at(variance),
    gamma === undefined ? 0 : sidecar.at(gamma),
    beta === undefined ? 0 : sidecar.at(beta),
    sidecar.at(dx),
    sidecar.at(dGamma),
    sidecar.at(dBeta),
    rows,
    channels,
    epsilon,
    Number(relu),
    Number(training),
    space,
  );
  return [dx, dGamma, dBeta];
};

const evaluate: WasmKernel = {
  name: 'reprise/batch-norm-eval',
  run: (sidecar, { x, mean, variance, gamma, beta }, attributes) => {
    const { epsilon, relu } = attributes;
    const { shape, channels, rows } = measure(x);
    const y = sidecar.output(shape);
    const space = sidecar.scratch(sidecar.kernels.batchNormSpace(channels));
    sidecar.kernels.batchNormEval(
      sidecar.at(x),
      sidecar.at(mean),
      sidecar.at(variance),
      sidecar.at(gamma),
      sidecar.at(beta),
      sidecar.at(y),
      rows,
      channels,
      epsilon,
      Number(relu),
      space,
    );
    return y;
  },
};

export const batchNormKernels: readonly WasmKernel[] = [
  evaluate,
  {
    name: 'reprise/batch-norm',
    run: (sidecar, inputs, attributes) => train(sidecar, inputs, attributes),
  },
  {
    name: 'reprise/batch-norm-affine',
    run: (sidecar, inputs, attributes) => train(sidecar, inputs, attributes),
  },
  {
    name: 'reprise/batch-norm-back',
    run: (sidecar, inputs, attributes) => back(sidecar, inputs, attributes, true),
  },
  {
    name: 'reprise/batch-norm-eval-back',
    run: (sidecar, inputs, attributes) => back(sidecar, inputs, attributes, false),
  },
];
