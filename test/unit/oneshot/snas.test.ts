import { memory, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { gumbelNoise, gumbelSoftmax } from '../../../experiments/model/gumbel-weights.ts';
import { type SnasSettings, search } from '../../../experiments/oneshot/snas.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { discretise } from '../../../experiments/space/darts-cnn/discretise.ts';
import type { SearchRun } from '../../../experiments/task/image-classification/search-run.ts';
import { ok } from '../../../schemas/result.ts';
import { describeGradientSearch, superNetMultiplyAdds } from './describe-gradient-search.ts';
import { tinyRun, tinySettings } from './tiny-search.ts';

const settings: SnasSettings = {
  ...{ ...tinySettings, temperatureStart: 1, temperatureEnd: 0.03, dropPath: 0.3 },
  images: 'training-part',
  architectureOptimizer: 'adam',
  architectureGradientClip: 10,
  resourcePenalty: 0.001,
};

/** As it is where the search measures. */
async function searchWithSnas(run: SearchRun<SnasSettings>) {
  const found = await search(run);
  if (!found.ok) return found;
  const { validation, ...rest } = found.value;
  if (!validation) throw new Error('the search measured nothing');
  return ok({ ...rest, validation });
}

describeGradientSearch<SnasSettings>('SNAS', searchWithSnas, {
  settings,
  alternates: false,
  parameters: ['alphas'],
});

describe('on all images', () => {
  test('every image trains, and nothing is measured', async () => {
    const before = memory().numTensors;
    const { run, lines, progress } = tinyRun<SnasSettings>({ ...settings, images: 'all' }, 1);
    const found = await search(run);
    expect(found.ok && found.value.validation).toBe(null);
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toHaveProperty('trainErrorPercent');
      expect(line).not.toHaveProperty('validationErrorPercent');
    }
    // Three epochs of 24 images, eight at a time.
    expect(progress.at(-1)).toEqual([9, 9]);
    // Three passes of every example through the whole super-net.
    expect(found.ok && found.value.cost.multiplyAdds).toBe(3 * 3 * 24 * superNetMultiplyAdds(run));
    expect(memory().numTensors).toBe(before);
  });
});

describe('steps on the architecture', () => {
  const alphasAfter = async (changes: Partial<SnasSettings>) => {
    const { run, lines } = tinyRun({ ...settings, epochs: 1, warmUpEpochs: 0, ...changes }, 1);
    if (!(await search(run)).ok) throw new Error('the search failed');
    return lines[0]?.['alphas'] as Readonly<Record<'normal' | 'reduce', readonly number[]>>;
  };
  const start = () => alphasAfter({ warmUpEpochs: 1 });
  const distance = (a: readonly number[], b: readonly number[]): number =>
    Math.hypot(...a.map((value, i) => value - (b[i] ?? NaN)));

  test('of plain descent are no longer than rate times clip', async () => {
    const sgd = { architectureOptimizer: 'sgd', architectureLearningRate: 0.5 } as const;
    const [from, free, clipped] = [
      await start(),
      await alphasAfter(sgd),
      await alphasAfter({ ...sgd, architectureGradientClip: 1e-4 }),
    ];
    // Two steps; float32 rounds the weights of about 1.
    expect(distance(clipped.normal, from.normal)).toBeLessThan(2 * 0.5 * 1e-4 + 1e-6);
    expect(distance(free.normal, from.normal)).toBeGreaterThan(2 * 0.5 * 1e-4);
  });

  test('of a strong penalty take weight from what costs most', async () => {
    const strong = { architectureOptimizer: 'sgd', architectureLearningRate: 0.1 } as const;
    const [from, to] = [await start(), await alphasAfter({ ...strong, resourcePenalty: 10 })];
    const meanMove = (operation: number): number =>
      from.normal.reduce(
        (sum, value, i) => (i % 8 === operation ? sum + ((to.normal[i] ?? NaN) - value) / 14 : sum),
        0,
      );
    const [none, separable] = [0, 5].map(meanMove);
    expect(none).toBeGreaterThan(0);
    expect(separable).toBeLessThan(0);
  });

  test('without a penalty are others, while the training loss says nothing of it', async () => {
    const lossesOf = async (penalty: number) => {
      const { run, lines } = tinyRun(
        { ...settings, epochs: 1, batchSize: 12, warmUpEpochs: 0, resourcePenalty: penalty },
        1,
      );
      await search(run);
      return lines[0] ?? {};
    };
    const [plain, penalised] = [await lossesOf(0), await lossesOf(1)];
    expect(penalised['trainLoss']).toBe(plain['trainLoss']);
    expect(penalised['alphas']).not.toEqual(plain['alphas']);
  });
});

describe('soft Gumbel weights', () => {
  test('noise has the mean and variance of the Gumbel distribution', () => {
    const noise = gumbelNoise(draws(key(1)), 20_000);
    const mean = noise.reduce((a, b) => a + b, 0) / noise.length;
    const variance = noise.reduce((sum, x) => sum + (x - mean) ** 2, 0) / noise.length;
    // Euler's constant and pi^2 / 6; three standard errors.
    expect(Math.abs(mean - 0.5772)).toBeLessThan(0.03);
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(0.1);
  });

  test('a low temperature puts all weight on the largest sum', async () => {
    await startEngine('wasm');
    tidy(() => {
      const alphas = tensor2d([[1, 2, 0]]);
      const noise = tensor2d([[0, 0, 3]]);
      expect([...gumbelSoftmax(alphas, noise, 0.01).dataSync()]).toEqual([0, 0, 1]);
    });
  });
});

test('its genotype may keep none, unlike that of DARTS', () => {
  const onNone = Array.from({ length: 14 }, () => [0.9, 0.02, 0.01, 0.01, 0.03, 0.01, 0.01, 0.01]);
  const kept = discretise(onNone, onNone, 'with-none').normal;
  expect(kept.map(([operation]) => operation)).toEqual(Array(8).fill('none'));
  const dropped = discretise(onNone, onNone).normal;
  expect(dropped.map(([operation]) => operation)).toEqual(Array(8).fill('sep_conv_3x3'));
});
