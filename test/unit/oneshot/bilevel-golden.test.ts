/** Bilevel steps on the DARTS super-net against the official modules. */
import { dispose, memory, type Tensor, tensor1d, softmax as tfSoftmax } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  clipByGlobalNorm,
  Parameter,
  softmaxCrossEntropy,
  startEngine,
  valueAndGradients,
} from '../../../experiments/engine/index.ts';
import { SuperNet } from '../../../experiments/model/super-net.ts';
import {
  firstOrderGradient,
  secondOrderGradient,
} from '../../../experiments/oneshot/bilevel/architecture-gradient.ts';
import { BilevelOptimizer } from '../../../experiments/oneshot/bilevel/bilevel-optimizer.ts';
import { implicitTerm } from '../../../experiments/oneshot/bilevel/implicit-term.ts';
import type { BilevelLosses, Loss } from '../../../experiments/oneshot/bilevel/losses.ts';
import { key } from '../../../experiments/rng/key.ts';
import { readGolden } from '../../util/fixtures.ts';
import { distance, type GoldenTensor, imagesFrom, lcg, loadWeights } from '../model/golden.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

/** Between our float32 and the official modules' float64 on well-conditioned inputs. */
const tolerance = 1e-4;
/**
 * With two images of 8x8 the finite difference crosses many kinks of ReLU and max pooling, and which of them it crosses
 * depends on the last bits: float32 itself is this far off.
 */
const illConditioned = 1e-3;

type Golden = ReturnType<typeof readGolden>;

/** A golden super-net with its two minibatches. */
class Case {
  readonly net: SuperNet;
  readonly architecture: readonly [Parameter, Parameter];
  readonly #tensors: Tensor[] = [];
  readonly losses: BilevelLosses;

  constructor(weightsOf: Golden, images: { train: Tensor; val: Tensor }, labels: Golden) {
    const [, height = 0, width = 0] = images.train.shape;
    const { layers } = weightsOf;
    const shape = { initialChannels: 4, layers, classes: 10, inputChannels: 3, height, width };
    this.net = new SuperNet(shape, key(0));
    loadWeights(this.net.parameters, weightsOf.weights);
    this.architecture = [
      new Parameter('normal', [14, 8], weightsOf.alphas_normal.data),
      new Parameter('reduce', [14, 8], weightsOf.alphas_reduce.data),
    ];
    this.losses = {
      training: this.#loss(images.train, labels.y_train),
      validation: this.#loss(images.val, labels.y_val),
    };
  }

  get parameters() {
    return { weights: this.net.parameters, architecture: this.architecture };
  }

  dispose(): void {
    for (const thing of [this.net, ...this.architecture, ...this.#tensors]) thing.dispose();
  }

  #loss(images: Tensor, labels: number[]): Loss {
    const y = tensor1d(labels, 'int32');
    this.#tensors.push(images, y);
    return () => {
      const [normal, reduce] = this.architecture;
      const mode = {
        kind: 'mixed',
        normal: tfSoftmax(normal.value),
        reduce: tfSoftmax(reduce.value),
      } as const;
      return softmaxCrossEntropy(this.net.logits(images, mode, 'batch'), y);
    };
  }
}

function small(name: 'C4_L3' | 'C4_L2'): { golden: Golden; made: Case } {
  const golden = readGolden(`supernet_${name}.json`);
  const from = (part: string) => imagesFrom(golden[`x_${part}`].data, golden[`x_${part}`].shape);
  return { golden, made: new Case(golden, { train: from('train'), val: from('val') }, golden) };
}

function eightImages(): { golden: Golden; made: Case } {
  const golden = readGolden('supernet_C4_L3_b8_16x16.json');
  const next = lcg(78);
  const images = () => imagesFrom(next(8 * 3 * 16 * 16, 1.5), [8, 3, 16, 16]);
  const [train, val] = [images(), images()];
  return { golden, made: new Case(readGolden('supernet_C4_L3.json'), { train, val }, golden) };
}

const kinds = ['normal', 'reduce'] as const;

function expectNear(
  gradients: readonly (Tensor | null)[],
  golden: Record<string, GoldenTensor | null>,
  within: number,
): void {
  kinds.forEach((kind, i) => {
    const [gradient, expected] = [gradients[i] ?? null, golden[kind] ?? null];
    // Two cells are two reduction cells: normal alphas are unused, which the files write as null or as zeros.
    const values = gradient ?? new Float32Array(14 * 8);
    expect(distance(values, expected?.data ?? Array(14 * 8).fill(0))).toBeLessThan(within);
  });
}

const free = (tensors: readonly (Tensor | null)[]): void => dispose(tensors.filter((t) => t !== null));
const fresh = { learningRate: 0.025, momentum: 0.9, weightDecay: 3e-4 };

describe('architecture gradients on the super-net', () => {
  test.each([
    ['C4_L3, two 8x8 images', () => small('C4_L3'), illConditioned],
    ['C4_L2, two 8x8 images', () => small('C4_L2'), illConditioned],
    ['C4_L3, eight 16x16 images', eightImages, tolerance],
  ] as const)('%s', async (_, make, secondTolerance) => {
    const before = memory().numTensors;
    const { golden, made } = make();
    const first = firstOrderGradient(made.parameters, made.losses.validation);
    expect(distance(first.value, [golden.loss_val])).toBeLessThan(tolerance);
    expectNear(first.gradients, golden.first_order_dalpha, tolerance);
    free([first.value, ...first.gradients]);

    const weights = made.net.parameters.map((parameter) => parameter.read());
    const expected = golden['second_order_eta0.025_zero_momentum'];
    const second = await secondOrderGradient(made.parameters, made.losses, {
      ...fresh,
      velocities: made.net.parameters.map(() => null),
    });
    expect(distance(second.value, [expected.loss_val_at_wprime])).toBeLessThan(tolerance);
    expectNear(second.gradients, expected.dalpha, secondTolerance);
    free([second.value, ...second.gradients]);
    expect(made.net.parameters.map((parameter) => parameter.read())).toEqual(weights);
    made.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

test('the implicit term alone', async () => {
  const { golden, made } = eightImages();
  const before = memory().numTensors;
  const expected = golden['second_order_eta0.025_zero_momentum'];
  const weights = made.net.parameters;
  const start = weights.map((parameter) => parameter.read());
  // By hand, with plain SGD: to the weights ahead, the direction there, and back.
  const { value, gradients } = valueAndGradients(made.losses.training, weights);
  weights.forEach((weight, i) => {
    const gradient = gradients[i];
    if (gradient) weight.blend(gradient, 1 - 0.025 * 3e-4, -0.025);
  });
  const ahead = valueAndGradients(made.losses.validation, weights);
  weights.forEach((weight, i) => {
    weight.write(start[i] ?? new Float32Array());
  });
  expect(clipByGlobalNorm(ahead.gradients, Infinity)).toBeCloseTo(expected.norm_v, 4);
  const term = await implicitTerm(made.parameters, made.losses.training, ahead.gradients);
  // Its entries go up to 3, and it enters the gradient times 0.025.
  expectNear(term, expected.implicit, tolerance / 0.025);
  expect(weights.map((parameter) => parameter.read())).toEqual(start);
  free([value, ...gradients, ahead.value, ...ahead.gradients, ...term]);
  expect(memory().numTensors).toBe(before);
  made.dispose();
});

/**
 * Two images of 8x8, the same two minibatches in each step. Two steps stay within the tolerance. On the third the net
 * of three cells leaves it: changing its weights by one part in ten million at the start changes that validation
 * loss by up to 1.4e-2 in first order, and more in second.
 */
describe('three bilevel steps', () => {
  test.each([
    ['C4_L3', 'first', 1e-3],
    ['C4_L2', 'first', tolerance],
    ['C4_L3', 'second', 5e-3],
    ['C4_L2', 'second', tolerance],
  ] as const)('%s, %s order', async (name, order, afterThree) => {
    const { golden, made } = small(name);
    const before = memory().numTensors;
    const expected = golden[`bilevel_3steps_${order}_order`];
    const optimizer = new BilevelOptimizer(made.parameters, {
      momentum: 0.9,
      weightDecay: 3e-4,
      gradientClip: 5,
      architectureLearningRate: 3e-4,
      architectureMomentum: 0.5,
      architectureWeightDecay: 1e-3,
    });
    for (const [i, step] of expected.steps.entries()) {
      const within = i < 2 ? tolerance : afterThree;
      const validation =
        order === 'first'
          ? await optimizer.stepArchitecture(made.losses.validation)
          : await optimizer.stepArchitectureAhead(made.losses, expected.lr);
      expect(Math.abs(validation - step.loss_val_used_for_alpha_step)).toBeLessThan(within);
      const training = await optimizer.stepWeights(made.losses.training, expected.lr);
      expect(Math.abs(training - step.loss_train_after_alpha_step)).toBeLessThan(within);
    }
    kinds.forEach((kind, i) => {
      const alphas = made.architecture[i]?.read() ?? new Float32Array();
      expect(distance(alphas, expected[`final_alphas_${kind}`].data)).toBeLessThan(afterThree);
    });
    optimizer.dispose();
    expect(memory().numTensors).toBe(before);
    made.dispose();
  });
});
