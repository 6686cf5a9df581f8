import type { BatchNormAttributes } from '../kernel-names.ts';
import type { ReferenceCall, ReferenceKernel, ReferenceTensor } from './reference-kernel.ts';

type Values = ReferenceTensor['values'];

const at = (values: Values | undefined, index: number, otherwise: number): number =>
  values === undefined ? otherwise : (values[index] as number);

const channelsOf = (x: ReferenceTensor): number => x.shape[x.shape.length - 1] as number;

const moments = (x: ReferenceTensor): { mean: Float32Array; variance: Float32Array } => {
  const channels = channelsOf(x);
  const rows = x.values.length / channels;
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += x.values[row * channels + c] as number;
    const center = sum / rows;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const off = (x.values[row * channels + c] as number) - center;
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
    const scale = at(gamma, c, 1) / Math.sqrt((variance[c] as number) + epsilon);
    const shift = at(beta, c, 0) - (mean[c] as number) * scale;
    for (let i = c; i < y.length; i += channels) {
      const value = (x.values[i] as number) * scale + shift;
      y[i] = relu && value <= 0 ? 0 : value;
    }
  }
  return { shape: x.shape, values: y };
};

const train = (call: ReferenceCall, hasAffine: boolean): ReferenceTensor[] => {
  const x = call.input('x');
  const { mean, variance } = moments(x);
  const gamma = hasAffine ? call.input('gamma').values : undefined;
  const beta = hasAffine ? call.input('beta').values : undefined;
  const shape = [channelsOf(x)];
  return [
    normalise(x, mean, variance, gamma, beta, call.attributes as BatchNormAttributes),
    { shape, values: mean },
    { shape, values: variance },
  ];
};

/** @param training whether mean and variance depend on x */
const back = ({ input, attributes }: ReferenceCall, training: boolean): ReferenceTensor[] => {
  const { epsilon, relu } = attributes as BatchNormAttributes;
  const x = input('x');
  const [dy, mean, variance] = [input('dy').values, input('mean').values, input('variance').values];
  const [gamma, beta] = [input('gamma').values, input('beta').values];
  const channels = channelsOf(x);
  const rows = x.values.length / channels;
  const dx = new Float32Array(x.values.length);
  const dGamma = new Float32Array(channels);
  const dBeta = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt((variance[c] as number) + epsilon);
    const scale = (gamma[c] as number) * inverse;
    const shift = (beta[c] as number) - (mean[c] as number) * scale;
    const upstream = (i: number): number =>
      relu && (x.values[i] as number) * scale + shift <= 0 ? 0 : (dy[i] as number);
    const normal = (i: number): number => ((x.values[i] as number) - (mean[c] as number)) * inverse;
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
        attributes as BatchNormAttributes,
      ),
  },
];
