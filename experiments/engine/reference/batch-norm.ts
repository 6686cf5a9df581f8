import type { BatchNormAttributes } from '../kernel-names.ts';
import type { ReferenceCall, ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';
import { valueAt } from './reference-kernel.ts';

type Values = ReferenceTensor['values'];

const at = (values: Values | undefined, index: number, otherwise: number): number =>
  values === undefined ? otherwise : valueAt(values, index);

const channelsOf = (x: ReferenceTensor): number => valueAt(x.shape, x.shape.length - 1);

const moments = (x: ReferenceTensor): { mean: Float32Array; variance: Float32Array } => {
  const channels = channelsOf(x);
  const rows = x.values.length / channels;
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += valueAt(x.values, row * channels + c);
    const center = sum / rows;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const off = valueAt(x.values, row * channels + c) - center;
      squares += off * off;
    }
    mean[c] = center;
    variance[c] = squares / rows;
  }
  return { mean, variance };
};

const normalise = (
  x: ReferenceTensor,
  mean: Values,
  variance: Values,
  gamma: Values | undefined,
  beta: Values | undefined,
  { epsilon, relu }: BatchNormAttributes,
): ReferenceTensor => {
  const channels = channelsOf(x);
  const y = new Float32Array(x.values.length);
  for (let c = 0; c < channels; c++) {
    const scale = at(gamma, c, 1) / Math.sqrt(valueAt(variance, c) + epsilon);
    const shift = at(beta, c, 0) - valueAt(mean, c) * scale;
    for (let i = c; i < y.length; i += channels) {
      const value = valueAt(x.values, i) * scale + shift;
      y[i] = relu && value <= 0 ? 0 : value;
    }
  }
  return { shape: x.shape, values: y };
};

const train = (call: ReferenceCall<BatchNormAttributes>, hasAffine: boolean): ReferenceTensor[] => {
  const x = call.input('x');
  const { mean, variance } = moments(x);
  const gamma = hasAffine ? call.input('gamma').values : undefined;
  const beta = hasAffine ? call.input('beta').values : undefined;
  const shape = [channelsOf(x)];
  return [
    normalise(x, mean, variance, gamma, beta, call.attributes),
    { shape, values: mean },
    { shape, values: variance },
  ];
};

/** @param training whether mean and variance depend on x */
const back = (
  { input, attributes }: ReferenceCall<BatchNormAttributes>,
  training: boolean,
): ReferenceTensor[] => {
  const { epsilon, relu } = attributes;
  const x = input('x');
  const [dy, mean, variance] = [input('dy').values, input('mean').values, input('variance').values];
  const [gamma, beta] = [input('gamma').values, input('beta').values];
  const channels = channelsOf(x);
  const rows = x.values.length / channels;
  const dx = new Float32Array(x.values.length);
  const dGamma = new Float32Array(channels);
  const dBeta = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt(valueAt(variance, c) + epsilon);
    const scale = valueAt(gamma, c) * inverse;
    const shift = valueAt(beta, c) - valueAt(mean, c) * scale;
    const upstream = (i: number): number =>
      relu && valueAt(x.values, i) * scale + shift <= 0 ? 0 : valueAt(dy, i);
    const normal = (i: number): number => (valueAt(x.values, i) - valueAt(mean, c)) * inverse;
    let sum = 0;
    let dot = 0;
    for (let i = c; i < dx.length; i += channels) {
      sum += upstream(i);
      dot += upstream(i) * normal(i);
    }
    dBeta[c] = sum;
    dGamma[c] = dot;
    for (let i = c; i < dx.length; i += channels) {
      const through = training ? (sum + normal(i) * dot) / rows : 0;
      dx[i] = scale * (upstream(i) - through);
    }
  }
  const shape = [channels];
  return [
    { shape: x.shape, values: dx },
    { shape, values: dGamma },
    { shape, values: dBeta },
  ];
};

export const batchNormKernels: readonly ReferenceKernel[] = [
  { name: 'reprise/batch-norm', run: (call) => train(call, false) },
  { name: 'reprise/batch-norm-affine', run: (call) => train(call, true) },
  { name: 'reprise/batch-norm-back', run: (call) => back(call, true) },
  { name: 'reprise/batch-norm-eval-back', run: (call) => back(call, false) },
  {
    name: 'reprise/batch-norm-eval',
    run: ({ input, attributes }) =>
      normalise(
        input('x'),
        input('mean').values,
        input('variance').values,
        input('gamma').values,
        input('beta').values,
        attributes,
      ),
  },
];
