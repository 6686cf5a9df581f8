/** Training of convolutional architectures from scratch, and from where an earlier training ended. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { generateTextures10 } from '../../../experiments/data/textures10.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { decodeCheckpoint } from '../../../experiments/model/checkpoint.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNasConv } from '../../../experiments/space/nas-conv/counts.ts';
import { predictedStrides } from '../../../experiments/space/nas-conv/form.ts';
import type { ConvGenotype } from '../../../experiments/space/nas-conv/genotype.ts';
import { imagesOf } from '../../../experiments/space/nas-conv/network.ts';
import { nasConvShape } from '../../../experiments/space/nas-conv/plan.ts';
import {
  type Continuation,
  standsAlone,
} from '../../../experiments/task/image-classification/continuation.ts';
import type { TrainingSettings } from '../../../experiments/task/image-classification/settings.ts';
import { sha256 } from '../../../schemas/canonical.ts';

const genotype: ConvGenotype = {
  layers: [
    { filter: [3, 5], stride: [2, 1], filters: 24, inputs: [] },
    { filter: [1, 3], stride: [1, 3], filters: 36, inputs: [] },
    { filter: [3, 3], stride: [1, 1], filters: 48, inputs: [0, 1] },
  ],
};
const settings: TrainingSettings = {
  ...{ epochs: 2, batchSize: 8, learningRate: 0.1, learningRateMin: 0, momentum: 0.9, weightDecay: 0.0001 },
  ...{ nesterov: true, gradientClip: 5, schedule: 'cosine', learningRateDecay: 0.97, rateWarmUpEpochs: 0 },
  ...{ initialChannels: 6, layers: 20, cropPadding: 1, flip: true, cutout: 0, labelSmoothing: 0 },
  ...{ stem: 'cifar', auxiliaryWeight: 0, dropPath: 0 },
};
const set = generateTextures10();
const part = (from: number, to: number) => ({
  split: set.train,
  indices: wholeSplit(set.train).indices.subarray(from, to),
});
const parts = { train: part(0, 24), measured: part(24, 40) };
const images = imagesOf(predictedStrides);

async function train(changes: Partial<TrainingSettings> = {}, continuation?: Continuation, seed = 1) {
  const all = { ...settings, ...changes };
  let steps = 0;
  const trained = await images.train({
    ...{ genotype, settings: all, traits: set.traits, ...parts, key: key(seed), keepsWeights: true },
    continuation: continuation ?? standsAlone(all),
    onEpoch: () => {},
    onMinibatch: () => {
      steps += 1;
    },
  });
  if (!trained.ok) return { failures: trained.failures };
  const { weights, measured, multiplyAdds, checkpoint } = trained.value;
  return { steps, weights: sha256(weights ?? ''), measured, multiplyAdds, checkpoint };
}

/** Of the network as it is measured after each epoch. */
const scored = (rest: Partial<Continuation> = {}): Continuation => ({
  ...{ scheduleEpochs: 2, objective: 'best-so-far', from: null, keepsCheckpoint: false },
  ...rest,
});

beforeAll(() => startEngine('wasm'));

test('the same key gives the same weights, another one others; no tensor is left; the cost is counted', async () => {
  const before = memory().numTensors;
  const first = await train();
  const again = await train();
  expect(again.weights).toBe(first.weights);
  expect((await train({}, undefined, 2)).weights).not.toBe(first.weights);
  expect(memory().numTensors).toBe(before);
  expect(first.steps).toBe(images.minibatches(settings, parts, standsAlone(settings)));
  const { multiplyAdds } = countNasConv(predictedStrides, genotype, nasConvShape(set.traits, settings));
  expect(first.multiplyAdds).toBe(multiplyAdds * (3 * 2 * 24 + 16));
});

test('the best of all epochs is what a trial scores, and a training that went on ends in the same bytes', async () => {
  const through = await train({}, scored());
  const first = await train({ epochs: 1 }, scored({ keepsCheckpoint: true }));
  if (!first.checkpoint) throw new Error('no checkpoint');
  const checkpoint = decodeCheckpoint(first.checkpoint);
  const { epochs, best } = checkpoint.state as Pick<NonNullable<Continuation['from']>, 'epochs' | 'best'>;
  expect([epochs, best]).toEqual([1, first.measured]);
  const second = await train({}, scored({ from: { epochs, best, checkpoint } }));
  expect(second.weights).toBe(through.weights);
  expect(second.measured).toEqual(through.measured);
  expect((first.multiplyAdds ?? 0) + (second.multiplyAdds ?? 0)).toBe(through.multiplyAdds);
  expect(through.steps).toBe(images.minibatches(settings, parts, scored()));
  // No worse than what either epoch has.
  const last = await train();
  const errors = [first, last].map(({ measured }) => measured?.errorPercent ?? Number.NaN);
  expect(through.measured?.errorPercent).toBe(Math.min(...errors));
});

test('settings of other networks are refused, and what diverges leaves no tensor', async () => {
  const before = memory().numTensors;
  expect(await train({ dropPath: 0.2, auxiliaryWeight: 0.4 })).toMatchObject({
    failures: [
      {
        reason: 'job-refused',
        message:
          'These networks have no auxiliary head, no drop path and no stem: leave auxiliaryWeight 0.4 and dropPath 0.2 out',
      },
    ],
  });
  expect(await train({ learningRate: 1e30, gradientClip: 1e30 })).toMatchObject({
    failures: [{ reason: 'diverged' }],
  });
  expect(memory().numTensors).toBe(before);
});
