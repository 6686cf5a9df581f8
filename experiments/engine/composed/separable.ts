import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';
import type { SeparableAttributes, SeparableBackAttributes } from '../kernel-names.ts';
import { affineOf, normaliseBack, normaliseByBatch } from './batch-norm.ts';
import type { ComposedCall, ComposedKernel } from './composed-kernel.ts';
import { convolve, convolveBackFilter, convolveBackInput } from './convolution.ts';
import { depthwise, depthwiseBackFilter, depthwiseBackInput } from './depthwise.ts';

const pointwiseGeometry = ({ geometry: g, pointwiseChannels }: SeparableAttributes): Geometry => ({
  ...{ batch: g.batch, inHeight: g.outHeight, inWidth: g.outWidth, inChannels: g.inChannels },
  ...{ outHeight: g.outHeight, outWidth: g.outWidth, outChannels: pointwiseChannels },
  ...{ windowHeight: 1, windowWidth: 1, strideHeight: 1, strideWidth: 1 },
  ...{ dilationHeight: 1, dilationWidth: 1, padTop: 0, padLeft: 0 },
});

const normAttributes = ({ epsilon, outputRelu }: SeparableAttributes) => ({ epsilon, relu: outputRelu });

/** -> [y, mean, variance, what was normalised] */
const forward = (call: ComposedCall<SeparableAttributes>): Tensor[] => {
  const { attributes } = call;
  const d = depthwise(call.input('x'), call.input('depthwise'), attributes);
  const z = convolve(d, call.input('pointwise'), pointwiseGeometry(attributes));
  return [...normaliseByBatch(z, affineOf(call), normAttributes(attributes)), z];
};

const back = (call: ComposedCall<SeparableBackAttributes>): Tensor[] => {
  const { forward: attributes, wants } = call.attributes;
  const { input } = call;
  const statistics = { mean: input('mean'), variance: input('variance') };
  const [dz, dGamma, dBeta] = normaliseBack(
    { x: input('z'), dy: input('dy'), statistics, affine: affineOf(call), training: true },
    normAttributes(attributes),
  );
  const inner = pointwiseGeometry(attributes);
  const dD = convolveBackInput(dz, input('pointwise'), inner);
  const [x, filter] = [input('x'), input('depthwise')];
  const gradients = [
    () => depthwiseBackInput(dD, filter, x, attributes),
    () => depthwiseBackFilter(x, dD, attributes),
    () => convolveBackFilter(depthwise(x, filter, attributes), dz, inner),
  ];
  // A gradient that nobody wants still needs an output.
  return [...gradients.map((compute, i) => (wants[i] ? compute() : scalar(0))), dGamma, dBeta];
};

export const separableKernels: readonly ComposedKernel[] = [
  { name: 'reprise/separable', run: forward },
  { name: 'reprise/separable-affine', run: forward },
  { name: 'reprise/separable-back', run: back },
];
