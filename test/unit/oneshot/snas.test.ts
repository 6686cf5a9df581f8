import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../experiments/engine/index.ts';
import { gumbelNoise, gumbelSoftmax } from '../../../experiments/model/gumbel-weights.ts';
import { search as searchWithSnas } from '../../../experiments/oneshot/snas.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { discretise } from '../../../experiments/space/darts-cnn/discretise.ts';
import { describeGradientSearch } from './describe-gradient-search.ts';
import { tinySettings } from './tiny-search.ts';

describeGradientSearch('SNAS', searchWithSnas, {
  settings: { kind: 'snas', ...tinySettings, temperatureStart: 1, temperatureEnd: 0.03, dropPath: 0.3 },
  alternates: false,
  parameters: ['alphas'],
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
