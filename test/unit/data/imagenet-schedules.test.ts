import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { cutoutBox } from '../../../experiments/data/augment.ts';
import { softmaxCrossEntropy, startEngine } from '../../../experiments/engine/index.ts';
import { dropPathAt } from '../../../experiments/model/drop-path.ts';
import {
  type LearningRateSchedule,
  learningRateAt,
  warmUpFactor,
} from '../../../experiments/task/schedules.ts';
import { readGolden } from '../../util/fixtures.ts';

/** Numbers of the official modules in float64. */
const golden = readGolden('schedules.json');

const cosine = (end: number): LearningRateSchedule => ({ kind: 'cosine', end });

describe('learning rates', () => {
  test.each<[string, LearningRateSchedule, number, number, number, Readonly<Record<number, number>>]>([
    ['DARTS search', cosine(0.001), 0.025, 50, 0, golden['DARTS_search_0.025_0.001_50']],
    ['DARTS evaluation', cosine(0), 0.025, 600, 0, golden['DARTS_eval_0.025_0_600']],
    ['PC-DARTS search', cosine(0), 0.1, 50, 0, golden['PCDARTS_search_0.1_0_50']],
    [
      'PC-DARTS search on ImageNet',
      cosine(0),
      0.5,
      50,
      5,
      { 0: 0.1, 1: 0.2, 4: 0.5, ...golden['PCDARTS_imagenet_search_0.5_0_50_after_warmup'] },
    ],
    [
      'PC-DARTS evaluation on ImageNet',
      { kind: 'linear' },
      0.5,
      250,
      0,
      golden['linear_imagenet_eval_adjust_lr_0.5_250'],
    ],
    [
      'DARTS evaluation on ImageNet',
      { kind: 'exponential', factor: 0.97 },
      0.1,
      250,
      0,
      // From 0.1 * 0.97^e, not from the official code.
      { 0: 0.1, 1: 0.097, 2: 0.09409, 3: 0.0912673, 249: 5.083488346347185e-5 },
    ],
  ])('%s', (_, schedule, start, epochs, warmUp, expected) => {
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(4);
    for (const [epoch, rate] of Object.entries(expected)) {
      const found = learningRateAt(schedule, start, Number(epoch), epochs, warmUp);
      // The published logs print seven digits; the cosine near its end loses some by cancellation.
      expect(Math.abs(found / rate - 1)).toBeLessThan(1e-9);
    }
  });

  test('a rate never rises, but for warm-up', () => {
    for (const schedule of [cosine(0), { kind: 'linear' }, { kind: 'exponential', factor: 0.97 }] as const) {
      const rates = Array.from({ length: 40 }, (_, epoch) => learningRateAt(schedule, 1, epoch, 40));
      rates.slice(1).forEach((rate, i) => {
        expect(rate).toBeLessThanOrEqual(rates[i] ?? NaN);
        expect(rate).toBeGreaterThan(0);
      });
    }
    expect([0, 1, 2, 3].map((epoch) => warmUpFactor(epoch, 2))).toEqual([0.5, 1, 1, 1]);
    expect(warmUpFactor(0, 0)).toBe(1);
  });
});

describe('other schedules', () => {
  test('drop path rises to its probability over 600 epochs', () => {
    const found = Object.keys(golden.drop_path_DARTS).map((epoch) => [
      epoch,
      dropPathAt(0.2, Number(epoch), 600),
    ]);
    expect(found).toHaveLength(3);
    expect(Object.fromEntries(found)).toEqual(golden.drop_path_DARTS);
  });

  test.each([
    [0, 0, { top: 0, bottom: 8, left: 0, right: 8 }],
    [16, 16, { top: 8, bottom: 24, left: 8, right: 24 }],
    [31, 5, { top: 23, bottom: 32, left: 0, right: 13 }],
  ])('cutout of 16 pixels around row %d, column %d', (y, x, box) => {
    expect(cutoutBox(y, x, 16, { height: 32, width: 32 })).toEqual(box);
  });
});

describe('label smoothing', () => {
  beforeAll(async () => {
    await startEngine('wasm');
  });

  test('of 0.1 gives the loss of the official module, and of 0 the plain one', () => {
    const values = [
      -1.038676, -0.894767, -0.594701, -1.699812, 0.860825, 1.386508, -1.659467, 0.870873, -1.585422,
      -1.145076, 1.15083, -0.918002, -0.56279, -0.57956, 0.073371,
    ];
    const [smooth = NaN, plain = NaN] = tidy(() =>
      [0.1, 0].map((labelSmoothing) => {
        const labels = tensor1d([0, 4, 2], 'int32');
        return softmaxCrossEntropy(tensor2d(values, [3, 5]), labels, { labelSmoothing }).dataSync()[0] ?? NaN;
      }),
    );
    expect(smooth).toBeCloseTo(2.5541195797249463, 5);
    expect(plain).toBeCloseTo(2.6034318730582804, 5);
  });
});
