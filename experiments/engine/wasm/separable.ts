import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { inputShape } from '../geometry.ts';
import type { SeparableAttributes, SeparableBackAttributes } from '../kernel-names.ts';
import type { Sidecar, WasmKernel } from './sidecar.ts';

const orZero = (sidecar: Sidecar, info: TensorInfo | undefined): number =>
  info === undefined ? 0 : sidecar.at(info);

const forward = (
  sidecar: Sidecar,
  inputs: NamedTensorInfoMap,
  { geometry: g, pointwiseChannels: channels, relu, outputRelu, epsilon }: SeparableAttributes,
): TensorInfo[] => {
  const { kernels } = sidecar;
  const zShape = [g.batch, g.outHeight, g.outWidth, channels];
  const y = sidecar.output(zShape);
  const mean = sidecar.output([channels]);
  const variance = sidecar.output([channels]);
  const z = sidecar.output(zShape);
  const space = sidecar.scratch(kernels.separableSpace(sidecar.slide(g), channels));
  kernels.separable(
    sidecar.at(inputs['x']),
    sidecar.at(inputs['depthwise']),
    sidecar.at(inputs['pointwise']),
    orZero(sidecar, inputs['gamma']),
    orZero(sidecar, inputs['beta']),
    sidecar.at(y),
    sidecar.at(mean),
    sidecar.at(variance),
    sidecar.at(z),
    sidecar.slide(g),
    channels,
    g.batch,
    Number(relu),
    Number(outputRelu),
    epsilon,
    space,
  );
  return [y, mean, variance, z];
};

const back = (
  sidecar: Sidecar,
  inputs: NamedTensorInfoMap,
  { forward: made, wants }: SeparableBackAttributes,
): TensorInfo[] => {
  const { geometry: g, pointwiseChannels: channels, relu, outputRelu, epsilon } = made;
  const { kernels } = sidecar;
  const [wantX, wantDepthwise, wantPointwise] = wants;
  // A gradient that nobody wants still needs an output; it is empty.
  const dx = sidecar.output(wantX ? inputShape(g) : [0]);
  const dDepthwise = sidecar.output(wantDepthwise ? [g.windowHeight, g.windowWidth, g.inChannels, 1] : [0]);
  const dPointwise = sidecar.output(wantPointwise ? [1, 1, g.inChannels, channels] : [0]);
  const dGamma = sidecar.output([channels]);
  const dBeta = sidecar.output([channels]);
  const space = sidecar.scratch(kernels.separableSpace(sidecar.slide(g), channels));
  kernels.separableBack(
    sidecar.at(inputs['dy']),
    sidecar.at(inputs['x']),
    sidecar.at(inputs['depthwise']),
    sidecar.at(inputs['pointwise']),
    sidecar.at(inputs['z']),
    sidecar.at(inputs['mean']),
    sidecar.at(inputs['variance']),
    orZero(sidecar, inputs['gamma']),
    orZero(sidecar, inputs['beta']),
    sidecar.at(dx),
    sidecar.at(dDepthwise),
    sidecar.at(dPointwise),
    sidecar.at(dGamma),
    sidecar.at(dBeta),
    sidecar.slide(g),
    channels,
    g.batch,
    Number(relu),
    Number(outputRelu),
    epsilon,
    Number(wantX) + 2 * Number(wantDepthwise) + 4 * Number(wantPointwise),
    space,
  );
  return [dx, dDepthwise, dPointwise, dGamma, dBeta];
};

export const separableKernels: readonly WasmKernel[] = [
  { name: 'reprise/separable', run: forward },
  { name: 'reprise/separable-affine', run: forward },
  { name: 'reprise/separable-back', run: back },
];
