import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { cutoutBox } from '../../../experiments/data/augment.ts';
import { softmaxCrossEntropy, startEngine } from '../../../experiments/engine/index.ts';
import { dropPathAt } from '../../../experiments/model/drop-path.ts';
import {
  type LearningRateSchedule,
  learningRateAt,
  linearTemperature,
  snasTemperature,
  warmUpFactor,
} from '../../../experiments/task/schedules.ts';

// Numbers of the official modules in float64.

const cosine = (end: number): LearningRateSchedule => ({ kind: 'cosine', end });

describe('learning rates', () => {
  test.each<[string, LearningRateSchedule, number, number, number, Readonly<Record<number, number>>]>([
    [
      'DARTS search',
      cosine(0.001),
      0.025,
      50,
      0,
      { 0: 0.025, 1: 0.02497632074113926, 10: 0.02270820393249937, 25: 0.013, 49: 0.0010236792588607412 },
    ],
    [
      'DARTS evaluation',
      cosine(0),
      0.025,
      600,
      0,
      {
        0: 0.025,
        1: 0.024999828653092835,
        100: 0.023325317547305484,
        300: 0.0125,
        599: 1.7134690716569257e-7,
      },
    ],
    [
      'PC-DARTS search',
      cosine(0),
      0.1,
      50,
      0,
      { 0: 0.1, 15: 0.07938926261462367, 25: 0.05, 49: 9.866357858642206e-5 },
    ],
    [
      'PC-DARTS search on ImageNet',
      cosine(0),
      0.5,
      50,
      5,
      {
        0: 0.1,
        1: 0.2,
        4: 0.5,
        5: 0.4877641290737884,
        12: 0.4322421568553529,
        13: 0.4211367764821722,
        35: 0.10305368692688174,
        49: 0.0004933178929321103,
      },
    ],
    [
      'PC-DARTS evaluation on ImageNet',
      { kind: 'linear' },
      0.5,
      250,
      0,
      {
        0: 0.5,
        100: 0.29591836734693877,
        244: 0.0020408163265306124,
        245: 0.0020408163265306124,
        249: 0.00040816326530612246,
      },
    ],
    [
      'DARTS evaluation on ImageNet',
      { kind: 'exponential', factor: 0.97 },
      0.1,
      250,
      0,
      // From 0.1 * 0.97^e, not from the released code.
      { 0: 0.1, 1: 0.097, 2: 0.09409, 3: 0.0912673, 249: 5.083488346347185e-5 },
    ],
  ])('%s', (_, schedule, start, epochs, warmUp, expected) => {
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
    expect([0, 300, 599].map((epoch) => dropPathAt(0.2, epoch, 600))).toEqual([0, 0.1, 0.1996666666666667]);
  });

  test('the temperature of SNAS falls from 1 towards 0.03 over 150 epochs', () => {
    const expected = { 0: 1, 1: 0.9935333333333333, 75: 0.515, 149: 0.03646666666666671 };
    for (const [epoch, value] of Object.entries(expected)) {
      expect(snasTemperature(1, 0.03, Number(epoch), 150)).toBeCloseTo(value, 14);
    }
  });

  test('the temperature of GDAS falls from 10 to 0.1 in a line', () => {
    expect(linearTemperature(10, 0.1, 0, 250)).toBe(10);
    expect(linearTemperature(10, 0.1, 100, 250)).toBeCloseTo(10 - (9.9 * 100) / 249, 12);
    expect(linearTemperature(10, 0.1, 249, 250)).toBeCloseTo(0.1, 12);
    expect(linearTemperature(10, 0.1, 0, 1)).toBe(10);
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
