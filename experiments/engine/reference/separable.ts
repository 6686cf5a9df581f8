import type { Geometry } from '../geometry.ts';
import type { SeparableAttributes, SeparableBackAttributes } from '../kernel-names.ts';
import { present } from '../run-kernel.ts';
import { batchNormKernels } from './batch-norm.ts';
import { convolutionKernels } from './convolution.ts';
import {
  type ReferenceCall,
  type ReferenceKernel,
  type ReferenceTensor,
  runnerOf,
} from './reference-kernel.ts';

/** Runs another reference kernel on values at hand. */
const run = (
  name: string,
  inputs: Readonly<Record<string, ReferenceTensor>>,
  attributes: object,
): ReferenceTensor[] => {
  const kernel = [...convolutionKernels, ...batchNormKernels].find((each) => each.name === name);
  if (kernel === undefined) throw new Error(`Internal error: no reference kernel ${name}`);
  const input = (key: string): ReferenceTensor => present(inputs[key]);
  const outputs = runnerOf(kernel)({ input, count: Object.keys(inputs).length, attributes });
  return Array.isArray(outputs) ? outputs : [outputs];
};

/** The same for a kernel with one output. */
const runOne = (...call: Parameters<typeof run>): ReferenceTensor => present(run(...call)[0]);

const pointwiseGeometry = ({ geometry: g, pointwiseChannels }: SeparableAttributes): Geometry => ({
  ...{ batch: g.batch, inHeight: g.outHeight, inWidth: g.outWidth, inChannels: g.inChannels },
  ...{ outHeight: g.outHeight, outWidth: g.outWidth, outChannels: pointwiseChannels },
  ...{ windowHeight: 1, windowWidth: 1, strideHeight: 1, strideWidth: 1 },
  ...{ dilationHeight: 1, dilationWidth: 1, padTop: 0, padLeft: 0 },
});

const forward = (
  { input, attributes: g }: ReferenceCall<SeparableAttributes>,
  hasAffine: boolean,
): ReferenceTensor[] => {
  const d = runOne('reprise/depthwise', { x: input('x'), filter: input('depthwise') }, g);
  const pointwise = { x: d, filter: input('pointwise') };
  const z = runOne('reprise/conv2d', pointwise, pointwiseGeometry(g));
  const attributesOfNorm = { epsilon: g.epsilon, relu: g.outputRelu };
  const norm = hasAffine
    ? run('reprise/batch-norm-affine', { x: z, gamma: input('gamma'), beta: input('beta') }, attributesOfNorm)
    : run('reprise/batch-norm', { x: z }, attributesOfNorm);
  return [...norm, z];
};

const back = ({ input, count, attributes }: ReferenceCall<SeparableBackAttributes>): ReferenceTensor[] => {
  const { forward: g } = attributes;
  const z = input('z');
  const shape = [g.pointwiseChannels];
  const ones = { shape, values: new Float32Array(g.pointwiseChannels).fill(1) };
  const zeros = { shape, values: new Float32Array(g.pointwiseChannels) };
  const hasAffine = count > 7;
  const norm = run(
    'reprise/batch-norm-back',
    {
      ...{ dy: input('dy'), x: z, mean: input('mean'), variance: input('variance') },
      ...(hasAffine ? { gamma: input('gamma'), beta: input('beta') } : { gamma: ones, beta: zeros }),
    },
    { epsilon: g.epsilon, relu: g.outputRelu },
  );
  const dz = present(norm[0]);
  const inner = pointwiseGeometry(g);
  const pointwise = input('pointwise');
  const x = input('x');
  const filter = input('depthwise');
  const d = runOne('reprise/depthwise', { x, filter }, g);
  const dPointwise = runOne('reprise/conv2d-back-filter', { x: d, dy: dz }, inner);
  const dD = runOne('reprise/conv2d-back-input', { dy: dz, filter: pointwise }, inner);
  const dx = runOne('reprise/depthwise-back-input', { dy: dD, filter, x }, g);
  const dDepthwise = runOne('reprise/depthwise-back-filter', { x, dy: dD }, g);
  return [dx, dDepthwise, dPointwise, ...norm.slice(1)];
};

export const separableKernels: readonly ReferenceKernel[] = [
  { name: 'reprise/separable', run: (call) => forward(call, false) },
  { name: 'reprise/separable-affine', run: (call) => forward(call, true) },
  { name: 'reprise/separable-back', run: back },
];
