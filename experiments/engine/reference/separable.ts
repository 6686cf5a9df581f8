import type { Geometry } from '../geometry.ts';
import type { SeparableAttributes, SeparableBackAttributes } from '../kernel-names.ts';
import { batchNormKernels } from './batch-norm.ts';
import { convolutionKernels } from './convolution.ts';
import type { ReferenceCall, ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';

/** Runs another reference kernel on values at hand. */
const run = (
  name: string,
  inputs: Readonly<Record<string, ReferenceTensor>>,
  attributes: object,
): ReferenceTensor[] => {
  const kernel = [...convolutionKernels, ...batchNormKernels].find((each) => each.name === name);
  if (kernel === undefined) throw new Error(`Internal error: no reference kernel ${name}`);
  const input = (key: string): ReferenceTensor => inputs[key] as ReferenceTensor;
  const outputs = kernel.run({ input, count: Object.keys(inputs).length, attributes });
  return Array.isArray(outputs) ? outputs : [outputs];
};

const pointwiseGeometry = ({ geometry: g, pointwiseChannels }: SeparableAttributes): Geometry => ({
  ...{ batch: g.batch, inHeight: g.outHeight, inWidth: g.outWidth, inChannels: g.inChannels },
  ...{ outHeight: g.outHeight, outWidth: g.outWidth, outChannels: pointwiseChannels },
  ...{ windowHeight: 1, windowWidth: 1, strideHeight: 1, strideWidth: 1 },
  ...{ dilationHeight: 1, dilationWidth: 1, padTop: 0, padLeft: 0 },
});

const forward = ({ input, attributes }: ReferenceCall, hasAffine: boolean): ReferenceTensor[] => {
  const g = attributes as SeparableAttributes;
  const [d] = run('reprise/depthwise', { x: input('x'), filter: input('depthwise') }, g) as [ReferenceTensor];
  const pointwise = { x: d, filter: input('pointwise') };
  const [z] = run('reprise/conv2d', pointwise, pointwiseGeometry(g)) as [ReferenceTensor];
  const attributesOfNorm = { epsilon: g.epsilon, relu: g.outputRelu };
  const norm = hasAffine
    ? run('reprise/batch-norm-affine', { x: z, gamma: input('gamma'), beta: input('beta') }, attributesOfNorm)
    : run('reprise/batch-norm', { x: z }, attributesOfNorm);
  return [...norm, z];
};

const back = ({ input, count, attributes }: ReferenceCall): ReferenceTensor[] => {
  const { forward: g } = attributes as SeparableBackAttributes;
  const z = input('z');
  const shape = [g.pointwiseChannels];
  const ones = { shape, values: new Float32Array(g.pointwiseChannels).fill(1) };
  const zeros = { shape, values: new Float32Array(g.pointwiseChannels) };
  const hasAffine = count > 7;
  const [dz, dGamma, dBeta] = run(
    'reprise/batch-norm-back',
    {
      ...{ dy: input('dy'), x: z, mean: input('mean'), variance: input('variance') },
      ...(hasAffine ? { gamma: input('gamma'), beta: input('beta') } : { gamma: ones, beta: zeros }),
    },
    { epsilon: g.epsilon, relu: g.outputRelu },
  ) as [ReferenceTensor, ReferenceTensor, ReferenceTensor];
  const inner = pointwiseGeometry(g);
  const pointwise = input('pointwise');
  const x = input('x');
  const filter = input('depthwise');
  const [d] = run('reprise/depthwise', { x, filter }, g) as [ReferenceTensor];
  const [dPointwise] = run('reprise/conv2d-back-filter', { x: d, dy: dz }, inner) as [ReferenceTensor];
  const [dD] = run('reprise/conv2d-back-input', { dy: dz, filter: pointwise }, inner) as [ReferenceTensor];
  const [dx] = run('reprise/depthwise-back-input', { dy: dD, filter, x }, g) as [ReferenceTensor];
  const [dDepthwise] = run('reprise/depthwise-back-filter', { x, dy: dD }, g) as [ReferenceTensor];
  return [dx, dDepthwise, dPointwise, dGamma, dBeta];
};

export const separableKernels: readonly ReferenceKernel[] = [
  { name: 'reprise/separable', run: (call) => forward(call, false) },
  { name: 'reprise/separable-affine', run: (call) => forward(call, true) },
  { name: 'reprise/separable-back', run: back },
];
