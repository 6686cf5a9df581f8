/** The primitives of DARTS against numbers made in float64 by the official modules. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as e from '../../../experiments/engine/index.ts';
import { readGolden } from '../../util/fixtures.ts';
import { freshKernels } from './support/build.ts';
import { expectClose } from './support/compare.ts';

interface Golden {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

type Weights = Readonly<Record<string, Golden>>;

interface GoldenOp {
  readonly weights: Weights;
  readonly out: Golden;
  readonly dinput?: Golden;
  readonly dweights?: Weights;
  readonly out_eval_after_1_train_step_running_stats?: Golden;
  readonly running_mean?: Golden;
  readonly running_var?: Golden;
}

interface GoldenMixed {
  readonly weights: Weights;
  readonly alpha: Golden;
  readonly out: Golden;
  readonly loss: number;
  readonly dalpha: Golden;
  readonly dinput: Golden;
}

const allowed = 1e-4;

/** The upstream gradient that the numbers were made with, in their NCHW order. */
const upstream = (shape: readonly number[]): Golden => {
  let state = 7;
  const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Number(((2 * state) / 2 ** 32 - 1).toFixed(6));
  });
  return { shape, data };
};

/** NCHW to NHWC, OIHW to HWIO, and a depthwise [c, 1, h, w] to [h, w, c, 1]. */
const fromGolden = ({ shape, data }: Golden, kind: 'image' | 'filter'): tf.Tensor => {
  const plain = tf.tensor([...data], [...shape], 'float32');
  if (shape.length !== 4) return plain;
  if (kind === 'image') return tf.transpose(plain, [0, 2, 3, 1]);
  return tf.transpose(plain, shape[1] === 1 ? [2, 3, 0, 1] : [2, 3, 1, 0]);
};

const toGolden = (tensor: tf.Tensor, kind: 'image' | 'filter', like: Golden): ArrayLike<number> => {
  if (tensor.shape.length !== 4) return tensor.dataSync();
  if (kind === 'image') return tf.transpose(tensor, [0, 3, 1, 2]).dataSync();
  return tf.transpose(tensor, like.shape[1] === 1 ? [2, 3, 0, 1] : [3, 2, 0, 1]).dataSync();
};

type Get = (name: string) => tf.Tensor;
type Op = (x: tf.Tensor, get: Get, stride: number, prefix?: string) => tf.Tensor;

const unit = (
  x: tf.Tensor,
  get: Get,
  first: string,
  second: string,
  options: e.SeparableOptions,
): tf.Tensor => e.separableBatchNormTrain(x, get(first), get(second), { ...options, relu: true }).y;

const separable =
  (pad: number): Op =>
  (x, get, stride, p = '') => {
    const half = unit(x, get, `${p}op.1.weight`, `${p}op.2.weight`, { pad, stride });
    return unit(half, get, `${p}op.5.weight`, `${p}op.6.weight`, { pad });
  };

const dilated =
  (pad: number): Op =>
  (x, get, stride, p = '') =>
    unit(x, get, `${p}op.1.weight`, `${p}op.2.weight`, { pad, stride, dilation: 2 });

const halve = (x: tf.Tensor, get: Get, p: string, options: e.BatchNormOptions = {}): tf.Tensor => {
  const r = e.relu(x);
  const even = e.conv2d(r, get(`${p}conv_1.weight`), { stride: 2 });
  const odd = e.conv2d(r, get(`${p}conv_2.weight`), {
    stride: 2,
    pad: [
      [-1, 0],
      [-1, 0],
    ],
  });
  return e.batchNormTrain(e.concatChannels([even, odd]), options).y;
};

const ops: Readonly<Record<string, Op>> = {
  max_pool_3x3: (x, _get, stride) => e.maxPool(x, { size: 3, stride, pad: 1 }),
  avg_pool_3x3: (x, _get, stride) => e.avgPool(x, { size: 3, stride, pad: 1 }),
  skip_connect: (x, get, stride, p = '') => (stride === 1 ? e.addN([x]) : halve(x, get, p)),
  sep_conv_3x3: separable(1),
  sep_conv_5x5: separable(2),
  sep_conv_7x7: separable(3),
  dil_conv_3x3: dilated(2),
  dil_conv_5x5: dilated(4),
  conv_7x1_1x7: (x, get, stride) => {
    const wide = e.conv2d(e.relu(x), get('1.weight'), {
      stride: [1, stride],
      pad: [
        [0, 0],
        [3, 3],
      ],
    });
    const tall = e.conv2d(wide, get('2.weight'), {
      stride: [stride, 1],
      pad: [
        [3, 3],
        [0, 0],
      ],
    });
    return e.batchNormTrain(tall).y;
  },
};

const file: { input: Golden; ops: Record<string, GoldenOp> } = readGolden('ops.json');
const mixedFile: {
  order: string[];
  input: Golden;
  stride1: GoldenMixed;
  stride2: GoldenMixed;
} = readGolden('mixed_op.json');

const makeParameters = (weights: Weights): Map<string, e.Parameter> =>
  tf.tidy(() => {
    const entries = Object.entries(weights).map(([name, golden]): [string, e.Parameter] => {
      const tensor = fromGolden(golden, 'filter');
      return [name, new e.Parameter(name, tensor.shape, tensor.dataSync())];
    });
    return new Map(entries) as never;
  });

const imageParameter = (golden: Golden): e.Parameter =>
  tf.tidy(() => {
    const tensor = fromGolden(golden, 'image');
    return new e.Parameter('x', tensor.shape, tensor.dataSync()) as never;
  });

const lookUp =
  (parameters: ReadonlyMap<string, e.Parameter>): Get =>
  (name) => {
    const parameter = parameters.get(name);
    if (parameter === undefined) throw new Error(`no weight ${name}`);
    return parameter.value;
  };

const names = Object.keys(ops).flatMap((name) => [`${name}_s1`, `${name}_s2`]);

describe.each(['cpu', 'wasm'] as const)('DARTS golden numbers on %s', (engine) => {
  beforeAll(async () => {
    await freshKernels();
    await e.startEngine(engine);
  });

  it.each(names)('%s', (name) => {
    const golden = file.ops[name] as GoldenOp;
    const op = ops[name.slice(0, -3)] as Op;
    const x = imageParameter(file.input);
    const weights = makeParameters(golden.weights);
    const all = [x, ...weights.values()];
    tf.tidy(() => {
      const run = (): tf.Tensor => op(x.value, lookUp(weights), Number(name.at(-1)));
      expectClose(toGolden(run(), 'image', golden.out), golden.out.data, 'out', allowed);
      const r = fromGolden(upstream(golden.out.shape), 'image');
      const { gradients } = e.valueAndGradients(() => tf.sum(tf.mul(run(), r)), all);
      const dx = gradients[0] as tf.Tensor;
      expectClose(toGolden(dx, 'image', golden.out), golden.dinput?.data ?? [], 'dinput', allowed);
      Object.entries(golden.dweights ?? {}).forEach(([label, expected], i) => {
        const gradient = gradients[i + 1] as tf.Tensor;
        expectClose(toGolden(gradient, 'filter', expected), expected.data, label, allowed);
      });
    });
    for (const parameter of all) parameter.dispose();
  });

  it('FactorizedReduce with scale', () => {
    const golden = file.ops['FactorizedReduce_4to6_affine'] as GoldenOp;
    const weights = makeParameters(golden.weights);
    tf.tidy(() => {
      const get = lookUp(weights);
      const x = fromGolden(file.input, 'image');
      const y = halve(x, get, '', { gamma: get('bn.weight'), beta: get('bn.bias') });
      expectClose(toGolden(y, 'image', golden.out), golden.out.data, 'out', allowed);
    });
    for (const parameter of weights.values()) parameter.dispose();
  });

  it('ReLU, 1x1 convolution and batch norm, in training and then with running statistics', () => {
    const golden = file.ops['ReLUConvBN_4to6_1x1_affine'] as GoldenOp;
    const weights = makeParameters(golden.weights);
    const mean = new e.Parameter('mean', [6]);
    const variance = new e.Parameter('variance', [6], [1, 1, 1, 1, 1, 1]);
    tf.tidy(() => {
      const get = lookUp(weights);
      const affine = { gamma: get('op.2.weight'), beta: get('op.2.bias') };
      const z = e.conv2d(e.relu(fromGolden(file.input, 'image')), get('op.1.weight'));
      const trained = e.batchNormTrain(z, affine);
      expectClose(toGolden(trained.y, 'image', golden.out), golden.out.data, 'out', allowed);
      const count = z.size / 6;
      mean.blend(trained.mean, 0.9, 0.1);
      variance.blend(trained.variance, 0.9, (0.1 * count) / (count - 1));
      expectClose(mean.read(), golden.running_mean?.data ?? [], 'running mean', allowed);
      expectClose(variance.read(), golden.running_var?.data ?? [], 'running variance', allowed);
      const y = e.batchNormEval(z, mean.value, variance.value, affine);
      const expected = golden.out_eval_after_1_train_step_running_stats as Golden;
      expectClose(toGolden(y, 'image', expected), expected.data, 'eval', allowed);
    });
    for (const parameter of [...weights.values(), mean, variance]) parameter.dispose();
  });

  it.each([1, 2] as const)('the mixed op with stride %i', (stride) => {
    const { order, input, ...strides } = mixedFile;
    const golden = strides[`stride${stride}`];
    const x = imageParameter(input);
    const alpha = new e.Parameter('alpha', [8], golden.alpha.data);
    const weights = makeParameters(golden.weights);
    tf.tidy(() => {
      const r = fromGolden(upstream(golden.out.shape), 'image');
      const run = (): tf.Tensor => {
        const branches = order.slice(1).map((name, i) => {
          const y = (ops[name] as Op)(x.value, lookUp(weights), stride, `_ops.${i + 1}.`);
          return name.includes('pool') ? e.batchNormTrain(y).y : y;
        });
        // The first operation is `none`: it adds nothing but takes its share of the softmax.
        return e.mixedSum(branches, tf.slice(tf.softmax(alpha.value), [1], [7]));
      };
      expectClose(toGolden(run(), 'image', golden.out), golden.out.data, 'out', allowed);
      const { value, gradients } = e.valueAndGradients(() => tf.sum(tf.mul(run(), r)), [alpha, x]);
      expectClose(value.dataSync(), [golden.loss], 'loss', allowed);
      expectClose((gradients[0] as tf.Tensor).dataSync(), golden.dalpha.data, 'dalpha', allowed);
      expectClose(
        toGolden(gradients[1] as tf.Tensor, 'image', golden.out),
        golden.dinput.data,
        'dinput',
        allowed,
      );
      const fixed = e.valueAndGradients(() => tf.sum(tf.mul(run(), r)), [x]);
      const dx = toGolden(fixed.gradients[0] as tf.Tensor, 'image', golden.out);
      expectClose(dx, golden.dinput.data, 'dinput with a fixed architecture', allowed);
    });
    expect(order[0]).toBe('none');
    for (const parameter of [x, alpha, ...weights.values()]) parameter.dispose();
  });
});
