/** The bilevel problem of Liu et al. 2019, figure 2: L_val = alpha w - 2 alpha + 1, L_train = (w - alpha)^2. */
import { add, memory, mul, scalar, sub, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Parameter, startEngine } from '../../../experiments/engine/index.ts';
import {
  firstOrderGradient,
  secondOrderGradient,
} from '../../../experiments/oneshot/bilevel/architecture-gradient.ts';
import { BilevelOptimizer } from '../../../experiments/oneshot/bilevel/bilevel-optimizer.ts';
import type { BilevelLosses } from '../../../experiments/oneshot/bilevel/losses.ts';
import { readGolden } from '../../util/fixtures.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

class Toy {
  readonly alpha: Parameter;
  readonly w: Parameter;

  constructor(alpha: number, w: number) {
    this.alpha = new Parameter('alpha', [], [alpha]);
    this.w = new Parameter('w', [], [w]);
  }

  get parameters() {
    return { weights: [this.w], architecture: [this.alpha] };
  }

  readonly losses: BilevelLosses = {
    training: () => {
      const gap = sub(this.w.value, this.alpha.value);
      return mul(gap, gap);
    },
    validation: () => {
      const [a, w] = [this.alpha.value, this.w.value];
      return add(sub(mul(a, w), mul(a, scalar(2))), scalar(1));
    },
  };

  get point(): readonly [alpha: number, w: number] {
    return [this.alpha.read()[0] ?? NaN, this.w.read()[0] ?? NaN];
  }

  dispose(): void {
    this.alpha.dispose();
    this.w.dispose();
  }
}

const rest = { momentum: 0, weightDecay: 0, velocities: [null] };
const only = (gradients: readonly (Tensor | null)[]): number => gradients[0]?.dataSync()[0] ?? NaN;

/** The gradient by alpha; xi = 0 is first order. */
async function gradientOf(toy: Toy, xi: number): Promise<number> {
  const { value, gradients } =
    xi === 0
      ? firstOrderGradient(toy.parameters, toy.losses.validation)
      : await secondOrderGradient(toy.parameters, toy.losses, { ...rest, learningRate: xi });
  const gradient = only(gradients);
  value.dispose();
  gradients[0]?.dispose();
  return gradient;
}

/** Points visited by gradient descent, alpha first, then w. */
async function descend(xi: number, rate: number, steps: number): Promise<(readonly [number, number])[]> {
  const toy = new Toy(2, -2);
  const points = [toy.point];
  for (let i = 0; i < steps; i += 1) {
    const [alpha] = toy.point;
    toy.alpha.write(Float32Array.of(alpha - rate * (await gradientOf(toy, xi))));
    const [moved, w] = toy.point;
    toy.w.write(Float32Array.of(w - rate * 2 * (w - moved)));
    points.push(toy.point);
  }
  toy.dispose();
  return points;
}

describe('the toy problem', () => {
  test.each([0, 0.1, 0.3, 0.5, 0.7])('at (2, -2) with xi = %d the gradient is -4 + 12 xi', async (xi) => {
    const toy = new Toy(2, -2);
    expect(Math.abs((await gradientOf(toy, xi)) - (12 * xi - 4))).toBeLessThan(1e-4);
    toy.dispose();
  });

  test.each([
    [0, 2],
    [0.5, 1],
  ])('with xi = %d descent ends at alpha = w = %d', async (xi, end) => {
    const [alpha, w] = (await descend(xi, 0.1, 300)).at(-1) ?? [NaN, NaN];
    expect(Math.abs(alpha - end)).toBeLessThan(1e-3);
    expect(Math.abs(w - end)).toBeLessThan(1e-3);
  });

  test('momentum and weight decay enter the look-ahead', async () => {
    const toy = new Toy(2, -2);
    const velocity = scalar(3);
    const [xi, momentum, weightDecay] = [0.1, 0.9, 0.01];
    const { value, gradients } = await secondOrderGradient(toy.parameters, toy.losses, {
      learningRate: xi,
      momentum,
      weightDecay,
      velocities: [velocity],
    });
    const ahead = -2 - xi * (momentum * 3 + 2 * (-2 - 2) + weightDecay * -2);
    expect(value.dataSync()[0]).toBeCloseTo(2 * ahead - 4 + 1, 4);
    expect(only(gradients)).toBeCloseTo(ahead - 2 + 2 * xi * 2, 3);
    expect([...velocity.dataSync()]).toEqual([3]);
    for (const thing of [toy, velocity, value, gradients[0]]) thing?.dispose();
  });

  test('a direction of length zero gives no implicit term, and no NaN', async () => {
    const toy = new Toy(2, -2);
    const losses = { ...toy.losses, validation: () => mul(toy.alpha.value, scalar(3)) };
    const { value, gradients } = await secondOrderGradient(toy.parameters, losses, {
      ...rest,
      learningRate: 0.1,
    });
    expect(only(gradients)).toBe(3);
    for (const thing of [toy, value, gradients[0]]) thing?.dispose();
  });

  test('weights come back bit for bit, also from a look-ahead that overflows', async () => {
    for (const learningRate of [0.1, 1e38]) {
      const toy = new Toy(2, -0);
      const before = memory().numTensors;
      const { value, gradients } = await secondOrderGradient(toy.parameters, toy.losses, {
        ...rest,
        learningRate,
      });
      expect(Object.is(toy.point[1], -0)).toBe(true);
      value.dispose();
      gradients[0]?.dispose();
      expect(memory().numTensors).toBe(before);
      toy.dispose();
    }
  });

  test('one step of the optimiser on both moves both by the gradients at one point', async () => {
    const toy = new Toy(2, -2);
    const before = memory().numTensors;
    const optimizer = new BilevelOptimizer(toy.parameters, {
      momentum: 0,
      weightDecay: 0,
      gradientClip: 100,
      architectureLearningRate: 0.1,
      architectureMomentum: 0.5,
      architectureWeightDecay: 0,
    });
    expect(await optimizer.stepTogether(toy.losses.training, 0.1)).toBe(16);
    const [alpha, w] = toy.point;
    // Adam's first step has the length of its learning rate; the gradient by alpha is 8.
    expect(alpha).toBeCloseTo(1.9, 5);
    expect(w).toBeCloseTo(-2 + 0.1 * 8, 5);
    optimizer.dispose();
    expect(memory().numTensors).toBe(before);
    toy.dispose();
  });
});

describe('the toy problem against stored paths', () => {
  test.each(['0', '0.5'])('50 steps with xi = %s', async (xi) => {
    const paths = readGolden('toy_bilevel.json')['trajectories_lr_alpha0.1_lr_w0.1_50steps'];
    const expected: readonly [number, number][] = paths[xi];
    const points = await descend(Number(xi), 0.1, 50);
    expect(points).toHaveLength(expected.length);
    points.forEach((point, i) => {
      point.forEach((value, axis) => {
        expect(Math.abs(value - (expected[i]?.[axis] ?? NaN))).toBeLessThan(1e-3);
      });
    });
  });
});
