/** Job specs that run in moments, on a tiny data set in a folder of their own. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../../schemas/canonical.ts';
import { type Sha256, toJobKey, toSeed } from '../../../schemas/ids.ts';
import type { JobSpec, WorkerJobKind } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

const optimizer = {
  epochs: 2,
  batchSize: 8,
  learningRate: 0.05,
  learningRateMin: 0,
  momentum: 0.9,
  weightDecay: 3e-4,
  gradientClip: 5,
};
const network = { initialChannels: 2, layers: 3 };
export const sharingNetwork = network;
const augmentation = { cropPadding: 1, flip: true, cutout: 2 };

export const training = {
  ...{ ...optimizer, ...network, ...augmentation },
  ...{ nesterov: false, schedule: 'cosine', learningRateDecay: 0.97, rateWarmUpEpochs: 0 },
  ...{ auxiliaryWeight: 0, dropPath: 0.2, labelSmoothing: 0, stem: 'cifar' },
};
export const trial = { ...training, resume: false, scheduleEpochs: 0, objective: 'last' };
export const randomMethod = {
  kind: 'random',
  evaluations: 2,
  simulatedSeconds: 0,
  totalEpochs: 0,
  logicalWorkers: 1,
  operations: 'space',
  trial,
};
export const sharingMethod = {
  kind: 'random-ws',
  ...optimizer,
  ...network,
  ...augmentation,
  cutoutProbability: 1,
  evaluated: 4,
  scoringBatches: 2,
  rescored: 2,
  scoringRound: 1000,
  inactiveOperations: 'skip',
};

const shares = { ...optimizer, ...network, ...augmentation, cutoutProbability: 1 };
const budget = {
  ...{ evaluations: 3, simulatedSeconds: 0, totalEpochs: 0, logicalWorkers: 2 },
  ...{ operations: 'space', trial },
};
const model = { topPercent: 15, samples: 8, randomFraction: 0.3, bandwidthFactor: 3, minBandwidth: 0.3 };

export const ashaMethod = { kind: 'asha', ...budget, eta: 2, minEpochs: 1, maxEpochs: 2 };

export const languageTraining = {
  ...{
    epochs: 1,
    batchSize: 64,
    unroll: 20,
    learningRate: 5,
    weightDecay: 5e-7,
    gradientClip: 0.25,
    width: 4,
  },
  ...{ dropout: 0.1, dropoutHidden: 0.1, dropoutInputMask: 0.1, dropoutInput: 0.1, dropoutEmbedding: 0 },
  ...{ slowness: 0.001, averagingPatience: 0, averagingBelow: 0, averagingAfter: 0 },
};

const cells = { ...shares, layers: 3, initialChannels: 4, epochs: 1 };
const table = { evaluations: 12, simulatedSeconds: 0, totalEpochs: 0, logicalWorkers: 2 };

/** A task, a space and a method of each kind that has others than images and darts-cnn. */
export const otherSearches: Readonly<Record<string, JsonObject>> = {
  'random search over NAS-Bench-101': {
    space: { name: 'nasbench101' },
    method: { ...randomMethod, trial: { ...trial, layers: 3, initialChannels: 8, dropPath: 0 } },
  },
  'tpe over NAS-Bench-101, which proposes what is no cell': {
    space: { name: 'nasbench101' },
    method: {
      ...{ kind: 'tpe', ...budget, evaluations: 12, startUpTrials: 8, gamma: 0.25, candidates: 4 },
      trial: { ...trial, epochs: 1, layers: 3, initialChannels: 8, dropPath: 0 },
    },
  },
  'weight sharing on NAS-Bench-1Shot1': {
    space: { name: 'nasbench1shot1-1' },
    method: { ...sharingMethod, ...cells },
  },
  'recurrent weight sharing': {
    task: { kind: 'language-modelling', data: 'grammar' },
    space: { name: 'darts-rnn' },
    method: { kind: 'random-ws', ...languageTraining, evaluated: 2, scoringBatchSize: 512 },
  },
  'recurrent random search': {
    task: { kind: 'language-modelling', data: 'grammar' },
    space: { name: 'darts-rnn' },
    method: {
      ...budget,
      kind: 'random',
      evaluations: 1,
      logicalWorkers: 1,
      trial: { ...languageTraining, resume: false },
    },
  },
  'recurrent asha': {
    task: { kind: 'language-modelling', data: 'grammar' },
    space: { name: 'darts-rnn' },
    method: {
      ...{ ...budget, kind: 'asha', eta: 2, minEpochs: 1, maxEpochs: 2, evaluations: 3, logicalWorkers: 1 },
      trial: { ...languageTraining, batchSize: 512, resume: false },
    },
  },
  tuning: {
    task: {
      ...{ kind: 'image-classification', data: 'optdigits', trainPortion: 0.75 },
      ...{ benchmark: 'textures10-cells', rankedAfter: [] },
    },
    space: { name: 'nasbench1shot1-1' },
    method: {
      ...{ kind: 'tune', tunedSettings: 1, brackets: 3, evaluations: 0, handedOn: 'all', logicalWorkers: 2 },
      ...{ eta: 2, minEpochs: 1, maxEpochs: 2, ...model },
      method: { ...sharingMethod, ...cells },
    },
  },
  'every cell of three vertices': {
    space: { name: 'nasbench101' },
    method: {
      ...{ kind: 'exhaustive', maxVertices: 3, budgets: [1, 2] },
      trial: { ...trial, layers: 3, initialChannels: 8, dropPath: 0 },
    },
  },
  'evolution on a table': {
    task: { kind: 'tabular-benchmark', data: 'textures10-cells', redraw: true, edges: 'after-pruning' },
    space: { name: 'nasbench101' },
    method: { kind: 'regularized-evolution', ...table, population: 4, sample: 2 },
  },
  'reinforce on a table, which proposes what is no cell': {
    task: { kind: 'tabular-benchmark', data: 'textures10-cells', redraw: true, edges: 'after-pruning' },
    space: { name: 'nasbench101' },
    method: {
      ...{ kind: 'reinforce', ...table, evaluations: 60 },
      ...{ policyLearningRate: 0.1, baselineMomentum: 0.9 },
    },
  },
  'bohb on a table of one-shot cells': {
    task: { kind: 'tabular-benchmark', data: 'textures10-cells', redraw: true, edges: 'after-pruning' },
    space: { name: 'nasbench1shot1-1' },
    method: { kind: 'bohb', ...table, ...model, eta: 2, minEpochs: 1, maxEpochs: 8 },
  },
};

const shared = {
  task: {
    kind: 'image-classification',
    data: 'optdigits',
    trainPortion: 0.75,
    benchmark: null,
    rankedAfter: [],
  },
  space: { name: 'darts-cnn' },
  engine: 'wasm',
};

export class TinyJobs {
  readonly folder = mkdtempSync(join(tmpdir(), 'reprise-jobs-'));
  #count = 0;

  constructor() {
    writeTinyDigits(join(this.folder, 'data'));
  }

  search(seed: number, method: JsonObject): JobSpec {
    return this.#spec('search', seed, { ...shared, method }, {});
  }

  /** @param parameters take the place of the usual task, space and method */
  searchElsewhere(seed: number, parameters: JsonObject): JobSpec {
    return this.#spec('search', seed, { ...shared, ...parameters }, {});
  }

  train(
    seed: number,
    architecture: string,
    measure: 'validation' | 'test',
    settings: JsonObject = training,
    parameters: JsonObject = {},
  ): JobSpec {
    const all = { ...shared, ...parameters, training: settings, measure };
    return this.#spec('train', seed, all, { architecture });
  }

  /** The same job once more: a later attempt, which gets the progress of the first. */
  again(spec: JobSpec): JobSpec {
    this.#count += 1;
    const outputFolder = join(this.folder, `out-${this.#count}`);
    mkdirSync(outputFolder);
    return { ...spec, outputFolder };
  }

  #spec(kind: WorkerJobKind, seed: number, parameters: JsonObject, inputs: Record<string, string>): JobSpec {
    this.#count += 1;
    const outputFolder = join(this.folder, `out-${this.#count}`);
    mkdirSync(outputFolder);
    const progressFolder = join(this.folder, `progress-${this.#count}`);
    mkdirSync(progressFolder);
    return {
      formatVersion: 1,
      label: `job ${this.#count}`,
      key: toJobKey(sha256(`job ${this.#count}`)),
      kind,
      seed: toSeed(seed),
      parameters,
      inputs,
      dataFolder: join(this.folder, 'data'),
      benchmarkFolder: null,
      outputFolder,
      progressFolder,
    };
  }
}

/** Output file name to digest. */
export const digestsOf = ({ outputFolder }: JobSpec): Record<string, Sha256> =>
  Object.fromEntries(
    readdirSync(outputFolder)
      .sort()
      .map((name) => [name, sha256(readFileSync(join(outputFolder, name)))]),
  );

export const readOutput = ({ outputFolder }: JobSpec, name: string) =>
  JSON.parse(readFileSync(join(outputFolder, name), 'utf8'));

/** The objects of an output of JSON lines. */
export const readLines = ({ outputFolder }: JobSpec, name: string): readonly JsonObject[] =>
  readFileSync(join(outputFolder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
