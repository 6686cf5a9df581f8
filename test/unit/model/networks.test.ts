import { memory, type Tensor, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { auxiliaryProblem } from '../../../experiments/model/auxiliary-head.ts';
import { dropPath, dropPathAt } from '../../../experiments/model/drop-path.ts';
import { EvaluationNetwork, networkProblem } from '../../../experiments/model/evaluation-network.ts';
import { pathWeights, SuperNet } from '../../../experiments/model/super-net.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNetwork, countSuperNet } from '../../../experiments/space/darts-cnn/counts.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import { distance } from './golden.ts';

const tolerance = 1e-4;
const shape = { initialChannels: 4, layers: 3, classes: 10, inputChannels: 1, height: 8, width: 8 };
const sizeOf = (parameters: readonly { value: Tensor }[]): number =>
  parameters.reduce((sum, { value }) => sum + value.size, 0);
const images = (batch = 3): Tensor => {
  const source = draws(key(5));
  const values = Float32Array.from({ length: batch * 64 }, () => source.normal());
  return tensor4d(values, [batch, 8, 8, 1]);
};
const genotypes = (seed: number, count: number): CnnGenotype[] => {
  const source = draws(key(seed));
  return Array.from({ length: count }, () => dartsCnn('with-none').sample(source));
};

/** Four nodes of 24 channels, doubled by two reductions. */
const classifierInputs = 4 * 24 * 4;

/** The bound of a parameter by the layouts [kernel, kernel, in, out], depthwise [kernel, kernel, channels, 1] and [in, out]. */
function boundOf(name: string, shape: readonly number[]): number | null {
  if (name.startsWith('classifier')) return 1 / Math.sqrt(classifierInputs);
  if (shape.length === 1) return null;
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape;
  return 1 / Math.sqrt(height * width * (outputs === 1 ? 1 : inputs));
}

beforeAll(async () => {
  await startEngine('wasm');
});

describe('built networks', () => {
  test('have as many parameters as the arithmetic counts', () => {
    const larger = { ...shape, initialChannels: 3, layers: 6, inputChannels: 3, height: 32, width: 32 };
    for (const genotype of genotypes(1, 4)) {
      for (const [auxiliary, at] of [
        [false, shape],
        [true, larger],
      ] as const) {
        const net = new EvaluationNetwork(genotype, at, { key: key(1), auxiliary });
        const count = countNetwork(genotype, at);
        const expected = count.parameters + (auxiliary ? count.auxiliary.parameters : 0);
        expect(sizeOf(net.parameters)).toBe(expected);
        net.dispose();
      }
    }
    const superNet = new SuperNet(shape, key(1));
    expect(sizeOf(superNet.parameters)).toBe(countSuperNet(shape).parameters);
    superNet.dispose();
  });

  test('start the same from the same key and differently from another', () => {
    const first = (seed: number): Float32Array[] => {
      const net = new SuperNet(shape, key(seed));
      const values = net.parameters.map((parameter) => parameter.read());
      net.dispose();
      return values;
    };
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });

  test('start uniformly within 1 / sqrt(fan-in), with gains of 1 and shifts of 0', () => {
    const [genotype] = genotypes(2, 1);
    if (!genotype) throw new Error('no genotype');
    const wide = { ...shape, initialChannels: 24 };
    const nets = [
      new SuperNet(wide, key(1)),
      new EvaluationNetwork(genotype, wide, { key: key(1), auxiliary: false }),
    ];
    const seen = { weights: 0, gains: 0 };
    for (const { name, value } of nets.flatMap(({ parameters }) => parameters)) {
      const values = [...value.dataSync()];
      const bound = boundOf(name, value.shape);
      if (bound === null) {
        seen.gains += 1;
        expect(new Set(values), name).toEqual(new Set([name.endsWith('bias') ? 0 : 1]));
        continue;
      }
      seen.weights += 1;
      const largest = Math.max(...values.map(Math.abs));
      expect(largest, name).toBeLessThanOrEqual(bound * (1 + 1e-6));
      // Of n uniform numbers the largest is above 1 - 12 / n of the bound with a probability of 1 - e^-12.
      expect(largest, name).toBeGreaterThanOrEqual(bound * (1 - 12 / values.length));
      // Their squares have mean 1/3 and variance 4/45: five standard errors.
      const square = values.reduce((sum, one) => sum + (one / bound) ** 2, 0) / values.length;
      expect(Math.abs(square - 1 / 3), name).toBeLessThan(5 * Math.sqrt(4 / 45 / values.length));
    }
    expect(seen.weights).toBeGreaterThan(400);
    expect(seen.gains).toBeGreaterThan(20);
    for (const net of nets) net.dispose();
  });

  test('leave no tensor behind', () => {
    const before = memory().numTensors;
    const [genotype] = genotypes(2, 1);
    if (!genotype) throw new Error('no genotype');
    const net = new EvaluationNetwork(genotype, shape, { key: key(1), auxiliary: false });
    tidy(() => {
      net.run(images(), { statistics: 'track', dropPath: { probability: 0.3, draws: draws(key(1)) } });
    });
    net.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('super-net', () => {
  test('a path gives the same logits as weights of 0 and 1 over all operations', () => {
    const net = new SuperNet(shape, key(3));
    for (const genotype of genotypes(4, 5)) {
      tidy(() => {
        const x = images();
        const path = net.logits(x, { kind: 'path', genotype }, 'batch');
        const [normal, reduce] = [genotype.normal, genotype.reduce].map((cell) =>
          tensor2d(pathWeights(cell), [14, 8]),
        );
        if (!normal || !reduce) throw new Error('no weights');
        const mixed = net.logits(x, { kind: 'mixed', normal, reduce }, 'batch');
        expect(distance(path, [...mixed.dataSync()])).toBeLessThan(tolerance);
      });
    }
    net.dispose();
  });

  test('a genotype of nothing but none still gives logits', () => {
    const [genotype] = genotypes(4, 1);
    if (!genotype) throw new Error('no genotype');
    const empty: CnnGenotype = {
      ...genotype,
      normal: genotype.normal.map(([, source]) => ['none', source] as const),
      reduce: genotype.reduce.map(([, source]) => ['none', source] as const),
    };
    const net = new SuperNet(shape, key(3));
    const discrete = new EvaluationNetwork(empty, shape, { key: key(3), auxiliary: false });
    tidy(() => {
      expect(net.logits(images(), { kind: 'path', genotype: empty }, 'batch').shape).toEqual([3, 10]);
      expect(discrete.run(images(), { statistics: 'running' }).logits.shape).toEqual([3, 10]);
    });
    net.dispose();
    discrete.dispose();
  });
});

describe('sizes', () => {
  test('images that two reductions do not divide are refused', () => {
    expect(networkProblem({ ...shape, height: 10 }, false)).toBe(
      'Images must have a height and a width divisible by 4, got 10x8',
    );
    expect(networkProblem({ ...shape, layers: 1 }, false)).toBe('A network needs at least 2 cells, got 1');
    expect(networkProblem(shape, false)).toBeUndefined();
  });

  test('an auxiliary head is refused on small maps', () => {
    expect(networkProblem(shape, true)).toBe(
      'The auxiliary head needs 8x8 maps two thirds of the way through the network, got 2x2',
    );
    expect(auxiliaryProblem(8, 8)).toBeUndefined();
  });
});

describe('drop path', () => {
  test('drops whole examples and keeps the expectation', () => {
    tidy(() => {
      const x = tensor4d(new Float32Array(400).fill(1), [200, 1, 2, 1]);
      const kept = [...dropPath(x, { probability: 0.25, draws: draws(key(1)) }).dataSync()];
      for (let i = 0; i < 400; i += 2) expect(kept[i]).toBe(kept[i + 1]);
      expect(new Set(kept)).toEqual(new Set([0, Math.fround(4 / 3)]));
      expect(kept.filter((value) => value === 0).length / 400).toBeCloseTo(0.25, 1);
    });
  });

  test.each([
    [0, 0],
    [300, 0.1],
    [599, 0.1996666666666667],
  ])('the probability of DARTS at epoch %d of 600 is %d', (epoch, probability) => {
    expect(dropPathAt(0.2, epoch, 600)).toBeCloseTo(probability, 12);
  });
});
