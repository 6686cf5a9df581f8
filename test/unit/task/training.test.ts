import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tensor, zeros } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { data as optdigits } from '../../../experiments/data/optdigits.ts';
import { type ImagePart, wholeSplit } from '../../../experiments/data/part.ts';
import {
  globalAveragePool,
  linear,
  Parameter,
  softmaxCrossEntropy,
  startEngine,
} from '../../../experiments/engine/index.ts';
import { key } from '../../../experiments/rng/key.ts';
import { evaluate } from '../../../experiments/task/evaluate.ts';
import {
  type EpochSummary,
  type GradientTraining,
  trainByGradient,
} from '../../../experiments/task/gradient-training.ts';
import { Tally } from '../../../experiments/task/tally.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

const folder = mkdtempSync(join(tmpdir(), 'reprise-task-'));
const settings = {
  epochs: 3,
  batchSize: 10,
  learningRate: 0.025,
  learningRateMin: 0.001,
  momentum: 0.9,
  weightDecay: 0,
  gradientClip: 5,
  cropPadding: 0,
  flip: false,
  cutout: 0,
};
let part: ImagePart;
let traits: GradientTraining['traits'];

beforeAll(async () => {
  await startEngine('wasm');
  writeTinyDigits(folder);
  const loaded = optdigits.load(folder);
  if (!loaded.ok) throw new Error('refused');
  part = wholeSplit(loaded.value.train);
  traits = loaded.value.traits;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const weight = () => new Parameter('weight', [1, 10], new Float32Array(10).fill(0.1));
const classify = (w: Parameter, images: Tensor): Tensor =>
  linear(globalAveragePool(images), w.value, zeros([10]));

function training(w: Parameter, extra: Partial<GradientTraining> = {}): GradientTraining {
  const forward: GradientTraining['forward'] = (images, labels) => {
    const logits = classify(w, images);
    return { loss: softmaxCrossEntropy(logits, labels), logits };
  };
  return { parameters: [w], settings, traits, part, key: key(1), forward, ...extra };
}

describe('training loop', () => {
  test('every image trains once an epoch, the last minibatch being smaller', async () => {
    const w = weight();
    const steps: number[] = [];
    await trainByGradient(training(w, { onStep: (examples) => steps.push(examples) }));
    expect(steps).toEqual(Array.from({ length: 3 }, () => [10, 10, 10, 10, 10, 10, 4]).flat());
    w.dispose();
  });

  test('the learning rate follows the cosine of the released DARTS code', async () => {
    const rates: number[] = [];
    const onEpoch = ({ learningRate }: EpochSummary) => rates.push(learningRate);
    const long = { ...settings, epochs: 50, batchSize: 64 };
    const w = weight();
    await trainByGradient(training(w, { settings: long, onEpoch }));
    const published: readonly (readonly [number, number])[] = [
      [0, 0.025],
      [1, 0.02497632074113926],
      [10, 0.02270820393249937],
      [25, 0.013000000000000001],
      [49, 0.0010236792588607412],
    ];
    for (const [epoch, rate] of published) expect(rates[epoch]).toBeCloseTo(rate, 14);
    w.dispose();
  });

  test('a loss that is no number ends training', async () => {
    const w = new Parameter('weight', [1, 10], new Float32Array(10).fill(NaN));
    const result = await trainByGradient(training(w));
    expect(result).toEqual({
      ok: false,
      failures: [
        {
          reason: 'diverged',
          message: 'Training diverged: the loss was no longer a number in epoch 1',
          hint: 'Lower learningRate or gradientClip',
          multiplyAdds: 0,
        },
      ],
    });
    w.dispose();
  });

  test('other events are served between steps', async () => {
    let served = 0;
    const timer = setInterval(() => {
      served += 1;
    }, 0);
    const w = weight();
    await trainByGradient(training(w, { settings: { ...settings, epochs: 20 } }));
    clearInterval(timer);
    expect(served).toBeGreaterThan(0);
    w.dispose();
  });
});

describe('evaluation', () => {
  test('counts every image once, whatever the size of the minibatches', async () => {
    const w = weight();
    const tallies = await Promise.all(
      [7, 64].map((batchSize) => evaluate((images) => classify(w, images), part, traits, { batchSize })),
    );
    const [small, large] = tallies;
    expect([small?.examples, small?.errorPercent]).toEqual([64, large?.errorPercent]);
    expect(small?.loss).toBeCloseTo(large?.loss ?? 0, 6);
    w.dispose();
  });

  test('the first of equal logits is the prediction, and one that is no number is never right', () => {
    const tally = new Tally();
    tally.add([1, 1, 0, 0, 2, 2, NaN, 0], Int32Array.of(0, 0, 1, 1), 0.5);
    expect([tally.examples, tally.errorPercent, tally.loss]).toEqual([4, 50, 0.5]);
  });
});
