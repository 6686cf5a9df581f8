import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type Geometry, inputShape } from '../geometry.ts';
import type { Sidecar, WasmKernel } from './sidecar.ts';

interface SeparableAttributes extends Geometry {
  readonly pointwiseChannels: number;
  readonly relu: boolean;
  readonly outputRelu: boolean;
  readonly epsilon: number;
}

const orZero = (sidecar: Sidecar, info: TensorInfo | undefined): number =>
  info === undefined ? 0 : sidecar.at(info);

const forward = (sidecar: Sidecar, inputs: NamedTensorInfoMap, attributes: object): TensorInfo[] => {
  const g = attributes as SeparableAttributes;
  const { kernels } = sidecar;
  const channels = g.pointwiseChannels;
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
    Number(g.relu),
    Number(g.outputRelu),
    g.epsilon,
    space,
  );
  return [y, mean, variance, z];
};

const back = (sidecar: Sidecar, inputs: NamedTensorInfoMap, attributes: object): TensorInfo[] => {
  const g = attributes as SeparableAttributes & { readonly wants: readonly [boolean, boolean, boolean] };
  const { kernels } = sidecar;
  const channels = g.pointwiseChannels;
  const [wantX, wantDepthwise, wantPointwise] = g.wants;
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
    Number(g.relu),
    Number(g.outputRelu),
    g.epsilon,
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
