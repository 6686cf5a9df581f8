/** A small resolved manifest for tests of what comes after parsing. */
import { toSeed } from '../../schemas/ids.ts';
import type { MethodEntry, ResolvedManifest, TrainingStage } from '../../schemas/manifest.ts';

const training = {
  epochs: 1,
  batchSize: 8,
  learningRate: 0.025,
  learningRateMin: 0,
  momentum: 0.9,
  weightDecay: 3e-4,
  gradientClip: 5,
  initialChannels: 4,
  layers: 3,
  cropPadding: 0,
  flip: false,
  cutout: 0,
  auxiliaryWeight: 0,
  dropPath: 0,
  schedule: 'cosine',
  learningRateDecay: 0.97,
  rateWarmUpEpochs: 0,
  labelSmoothing: 0,
  stem: 'cifar',
} as const;

export const randomMethod: MethodEntry = {
  settings: {
    kind: 'random-ws',
    evaluations: 2,
    simulatedSeconds: 0,
    totalEpochs: 0,
    logicalWorkers: 1,
    trial: training,
  },
  matrix: {},
  label: null,
  valueLabels: {},
  seedSets: {},
  skip: [],
};

function train(from: string, rest: Partial<TrainingStage>): TrainingStage {
  const own = { kind: 'train', from, seeds: 'each', select: null, measure: 'validation' } as const;
  const stage = { ...own, ...training, ...rest };
  return stage;
}

export const smallManifest: ResolvedManifest = {
  id: 'small',
  title: 'A small manifest',
  paper: null,
  engine: 'wasm',
  task: {
    kind: 'image-classification',
    data: 'textures10',
    trainPortion: 0.5,
    benchmark: null,
    rankedAfter: [],
  },
  space: { name: 'darts-cnn' },
  seedSets: { first: [1, 2, 3].map(toSeed), second: [11, 12].map(toSeed) },
  methods: { random: randomMethod },
  stages: {
    search: { kind: 'search', seeds: 'each' },
    retrain: train('search', {}),
    evaluate: train('retrain', {
      select: { metric: 'validation.errorPercent', keep: 1, ties: 'lowest-seed' },
      seeds: { count: 4 },
      measure: 'test',
    }),
  },
  reports: {
    main: {
      kind: 'table',
      title: 'Main',
      rows: 'method-by-seed-set',
      columns: [{ metric: 'test.errorPercent', stage: 'evaluate', show: 'mean', label: 'Test error' }],
      published: {},
    },
  },
  limits: { timeoutMinutes: 60, retries: 1 },
};
