/** ImageNet's way of training: schedules, smoothed labels, the strided stem, photographs from a folder. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageDataSet } from '../../../experiments/data/image-data-set.ts';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { generateTextures10Large } from '../../../experiments/data/textures10.ts';
import {
  globalAveragePool,
  linear,
  Parameter,
  softmaxCrossEntropy,
  startEngine,
} from '../../../experiments/engine/index.ts';
import { runTrain } from '../../../experiments/job/train.ts';
import { key } from '../../../experiments/rng/key.ts';
import { countNetwork } from '../../../experiments/space/darts-cnn/counts.ts';
import { genotypeId } from '../../../experiments/space/darts-cnn/genotype.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { trainNetwork } from '../../../experiments/space/darts-cnn/network.ts';
import { cellNetworkProblem } from '../../../experiments/space/nasbench101/network.ts';
import { type EpochSummary, trainByGradient } from '../../../experiments/task/gradient-training.ts';
import type { TrainingSettings } from '../../../experiments/task/image-classification/settings.ts';
import { addDataSet } from '../../../runner/data/add-data-set.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { toJobKey, toSeed } from '../../../schemas/ids.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import { writePhotographs } from '../data/photograph-files.ts';
import { contextOf } from '../job/in-process-trials.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-imagenet-training-'));
const settings: TrainingSettings = {
  epochs: 1,
  batchSize: 20,
  learningRate: 0.1,
  learningRateMin: 0,
  schedule: 'exponential',
  learningRateDecay: 0.97,
  rateWarmUpEpochs: 0,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 0.00003,
  gradientClip: 5,
  initialChannels: 4,
  layers: 3,
  cropPadding: 0,
  flip: true,
  cutout: 0,
  labelSmoothing: 0.1,
  stem: 'imagenet',
  auxiliaryWeight: 0,
  dropPath: 0,
};
const genotype = namedGenotypes.DARTS_V2;

beforeAll(async () => {
  await startEngine('wasm');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The first images of textures10-64. */
function few(count: number): ImageDataSet & { readonly part: ReturnType<typeof wholeSplit> } {
  const set = generateTextures10Large();
  return { ...set, part: { split: set.train, indices: wholeSplit(set.train).indices.subarray(0, count) } };
}

describe('training settings', () => {
  const rates = async (changes: Partial<TrainingSettings>): Promise<readonly number[]> => {
    const { traits, part } = few(2);
    const found: number[] = [];
    const w = new Parameter('weight', [3, 10], new Float32Array(30).fill(0.1));
    const forward = (images: Tensor, labels: Tensor) => {
      const logits = linear(globalAveragePool(images), w.value, zeros([10]));
      return { loss: softmaxCrossEntropy(logits, labels), logits };
    };
    const trained = await trainByGradient({
      ...{ parameters: [w], traits, part, key: key(1), forward },
      settings: { ...settings, gradientClip: 1e-6, ...changes },
      onEpoch: ({ learningRate }: EpochSummary) => found.push(learningRate),
    });
    w.dispose();
    if (!trained.ok) throw new Error(trained.failures.map((failure) => JSON.stringify(failure)).join());
    return found;
  };

  // Numbers of the official modules in float64.
  test.each<[string, Partial<TrainingSettings>, Readonly<Record<number, number>>]>([
    ['DARTS', { epochs: 4 }, { 0: 0.1, 1: 0.097, 2: 0.09409, 3: 0.0912673 }],
    [
      'PC-DARTS',
      { epochs: 250, learningRate: 0.5, schedule: 'linear', rateWarmUpEpochs: 5 },
      {
        0: 0.1,
        4: 0.5,
        100: 0.29591836734693877,
        244: 0.0020408163265306124,
        245: 0.0020408163265306124,
        249: 0.00040816326530612246,
      },
    ],
    [
      'PC-DARTS while it searches',
      { epochs: 50, learningRate: 0.5, schedule: 'cosine', rateWarmUpEpochs: 5 },
      { 0: 0.1, 5: 0.4877641290737884, 12: 0.4322421568553529, 49: 0.0004933178929321103 },
    ],
  ])('give the learning rates of %s', async (_, changes, expected) => {
    const found = await rates(changes);
    for (const [epoch, rate] of Object.entries(expected)) expect(found[Number(epoch)]).toBeCloseTo(rate, 14);
  });

  test('a linear schedule that is too short is refused', async () => {
    const message = 'The linear schedule needs more than 5 epochs, got epochs 5';
    await expect(rates({ schedule: 'linear', epochs: 5 })).rejects.toThrow(
      JSON.stringify({ reason: 'job-refused', message }),
    );
  });

  test('an image that is trained on costs what smoothed labels say, and one that is measured does not', async () => {
    const { traits, part } = few(20);
    const run = async (labelSmoothing: number) => {
      let trainLoss = NaN;
      // Clipped so far that the only step, on all images, changes next to nothing.
      const still = { ...settings, labelSmoothing, flip: false, gradientClip: 1e-9 };
      const trained = await trainNetwork({
        ...{ genotype, traits, train: part, measured: part, key: key(4), settings: still },
        onEpoch: (epoch) => {
          trainLoss = epoch.trainLoss;
        },
        onMinibatch: () => {},
      });
      if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
      trained.value.network.dispose();
      return [trainLoss, trained.value.measured.loss] as const;
    };
    const [plain, tenth, fifth] = [await run(0), await run(0.1), await run(0.2)];
    // The loss is linear in the part that is smoothed.
    expect(Math.abs(tenth[0] - plain[0])).toBeGreaterThan(1e-3);
    expect(fifth[0] - plain[0]).toBeCloseTo(2 * (tenth[0] - plain[0]), 5);
    expect(tenth[1]).toBeCloseTo(plain[1], 5);
  });

  test('what a NAS-Bench-101 network lacks is refused', () => {
    const cell = { ...settings, stem: 'cifar', labelSmoothing: 0 } as const;
    expect(cellNetworkProblem(cell)).toBeUndefined();
    expect(cellNetworkProblem({ ...cell, stem: 'imagenet' })).toBe(
      'A NAS-Bench-101 network has a stem of its own; leave stem at cifar, got stem imagenet',
    );
    expect(cellNetworkProblem({ ...cell, labelSmoothing: 0.1 })).toBe(
      'A NAS-Bench-101 network is trained on plain labels; set labelSmoothing to 0, got 0.1',
    );
  });

  test('images that do not fit the stem are refused', async () => {
    const { traits, part } = few(2);
    const small = { ...traits, height: 16, width: 16 };
    const trained = await trainNetwork({
      ...{ genotype, traits: small, train: part, measured: part, key: key(4), settings },
      ...{ onEpoch: () => {}, onMinibatch: () => {} },
    });
    const message = 'ImageNet networks need a height and a width divisible by 32, got 16x16';
    expect(trained).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
  });
});

describe('training from a folder of photographs', () => {
  let jobs = 0;

  async function addedSet(changed: Readonly<Record<string, string>> = {}) {
    jobs += 1;
    const from = writePhotographs(join(root, `photographs-${jobs}`), { train: 4, val: 2 }, changed);
    const dataRoot = join(root, `data-${jobs}`);
    const added = await addDataSet('imagenet', from, dataRoot);
    if (!added.ok) throw new Error(JSON.stringify(added.failures));
    return { from, dataFolder: join(dataRoot, 'imagenet') };
  }

  function job(dataFolder: string, seed: number): JobSpec {
    jobs += 1;
    const outputFolder = join(root, `out-${jobs}`);
    mkdirSync(outputFolder);
    const architecture = join(root, 'architecture.json');
    writeFileSync(architecture, JSON.stringify({ space: 'darts-cnn', id: genotypeId(genotype), genotype }));
    return {
      formatVersion: 1,
      label: 'training',
      key: toJobKey(sha256('training')),
      kind: 'train',
      seed: toSeed(seed),
      parameters: {
        task: {
          kind: 'image-classification',
          data: 'imagenet',
          trainPortion: 0.5,
          benchmark: null,
          rankedAfter: [],
        },
        space: { name: 'darts-cnn' },
        engine: 'wasm',
        training: { ...settings, batchSize: 4 },
        measure: 'test',
      },
      inputs: { architecture },
      dataFolder,
      benchmarkFolder: null,
      outputFolder,
      progressFolder: null,
    };
  }

  const run = async (spec: JobSpec) => ({
    result: await runTrain(contextOf(spec)),
    read: (name: string) => readFileSync(join(spec.outputFolder, name)),
  });

  test('one epoch gives the same bytes again, and other ones with another seed', async () => {
    const { dataFolder } = await addedSet();
    const [one, again, other] = [
      await run(job(dataFolder, 1)),
      await run(job(dataFolder, 1)),
      await run(job(dataFolder, 2)),
    ];
    expect([one.result, again.result, other.result].every(({ ok }) => ok)).toBe(true);
    for (const name of ['trajectory.jsonl', 'weights.safetensors', 'metrics.json']) {
      expect(sha256(again.read(name))).toBe(sha256(one.read(name)));
    }
    for (const name of ['trajectory.jsonl', 'weights.safetensors']) {
      expect(sha256(other.read(name))).not.toBe(sha256(one.read(name)));
    }
    const shape = { initialChannels: 4, layers: 3, classes: 2, inputChannels: 3, height: 224, width: 224 };
    const { parameters, multiplyAdds } = countNetwork(genotype, shape, 'imagenet');
    const metrics = JSON.parse(one.read('metrics.json').toString());
    expect(metrics.model).toMatchObject({ parameters, multiplyAdds });
    expect(metrics.cost).toEqual({ multiplyAdds: multiplyAdds * (3 * 8 + 4), architectures: 1 });
    expect(metrics.test).toMatchObject({ split: 'test', examples: 4 });
  });

  test.each([
    ['trained on', 'train/n02/1.JPEG'],
    ['measured', 'val/n01/0.JPEG'],
  ])('an image that is %s and cannot be decoded fails the job with its name', async (_, name) => {
    const { dataFolder } = await addedSet({ [name]: 'no image' });
    const tensors = memory().numTensors;
    const { result } = await run(job(dataFolder, 1));
    const file = name.split('/').slice(1).join('/');
    const message = `${file}: no readable JPEG image (SOI not found)`;
    expect(result).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
    expect(memory().numTensors).toBe(tensors);
  });

  test('an image that was changed after it was added fails the job with its name', async () => {
    const { from, dataFolder } = await addedSet();
    writeFileSync(join(from, 'train/n01/2.JPEG'), readFileSync(join(from, 'train/n01/3.JPEG')));
    const { result } = await run(job(dataFolder, 1));
    const message = 'n01/2.JPEG: the file differs from the one that was added';
    expect(result).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
  });

  test.each([
    [
      'more',
      (from: string) => writeFileSync(join(from, 'val/n01/new.JPEG'), ''),
      'val/n01/new.JPEG was not there when the data set was added',
    ],
    [
      'fewer',
      (from: string) => rmSync(join(from, 'train/n01/2.JPEG')),
      'train has 7 photographs, and had 8 when the data set was added',
    ],
  ])('a folder with %s images than were added fails the job', async (_, change, message) => {
    const { from, dataFolder } = await addedSet();
    change(from);
    const { result } = await run(job(dataFolder, 1));
    const hint = 'Run `reprise data add imagenet` to register the folder as it is now';
    expect(result).toEqual({ ok: false, failures: [{ reason: 'job-refused', message, hint }] });
  });
});
