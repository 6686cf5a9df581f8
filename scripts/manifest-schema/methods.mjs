/** The methods, each with its settings; the schema of each and of its matrix follow from them. */
import { groups } from './settings.mjs';

const shared = groups.sharedWeights;
const relaxed = [...shared, ...groups.architectureSteps];
const requiredShared = ['epochs', 'batchSize', 'initialChannels', 'layers'];
const searchRate = { learningRateMin: 0.001 };
const languageDefaults = { learningRate: 20, weightDecay: 5e-7, gradientClip: 0.25 };
const requiredLanguage = ['epochs', 'batchSize', 'width'];
const cnnSearch = { epochs: 50, batchSize: 64, initialChannels: 16, layers: 8 };
const rnnSearch = { epochs: 50, batchSize: 256, width: 300 };
const trialExample = { epochs: 100, batchSize: 96, initialChannels: 36, layers: 20 };

const weightSharing = [
  {
    kind: 'random-ws',
    description:
      'Random search with weight sharing (Li and Talwalkar 2019, section 3): shared weights are trained on one random architecture a step, then random architectures are scored with them.',
    settings: [...shared, 'evaluated', 'scoringBatches', 'rescored', 'inactiveOperations'],
    required: [...requiredShared, 'evaluated'],
    defaults: searchRate,
    example: { ...cnnSearch, epochs: 150, gradientClip: 1, initialChannels: 24, evaluated: 5000 },
  },
  {
    kind: 'darts',
    description:
      'DARTS (Liu et al. 2019): steps on the weights of a relaxed architecture, on validation images, alternate with steps on the weights of the network, on training images.',
    settings: [...relaxed, 'order'],
    required: requiredShared,
    defaults: searchRate,
    example: { ...cnnSearch, order: 'second' },
  },
  {
    kind: 'pc-darts',
    description:
      'PC-DARTS (Xu et al. 2020): one in K channels is searched, and the edges of a node are weighted against each other.',
    settings: [...relaxed, 'partialChannels'],
    required: requiredShared,
    defaults: { learningRate: 0.1, architectureLearningRate: 0.0006, warmUpEpochs: 15 },
    example: { ...cnnSearch, batchSize: 256 },
  },
  {
    kind: 'gdas',
    description:
      'GDAS (Dong and Yang 2019): each step runs one operation for each edge, drawn by a straight-through Gumbel softmax whose temperature falls.',
    settings: [...relaxed, 'temperatureStart', 'temperatureEnd'],
    required: requiredShared,
    defaults: { ...searchRate, weightDecay: 0.0005, temperatureStart: 10, temperatureEnd: 0.1 },
    example: { ...cnnSearch, epochs: 250, batchSize: 256 },
  },
  {
    kind: 'snas',
    description:
      'SNAS (Xie et al. 2019): soft Gumbel weights, trained together with the network on all training images of the search.',
    settings: [...relaxed, 'temperatureStart', 'temperatureEnd', 'dropPath'],
    required: requiredShared,
    defaults: { ...searchRate, temperatureStart: 1, temperatureEnd: 0.03 },
    example: { ...cnnSearch, epochs: 150, dropPath: 0.3 },
  },
  {
    kind: 'ista-nas',
    description:
      'ISTA-NAS (Yang et al. 2020): the connections of each node are a sparse code, recovered from a short vector that is trained.',
    settings: [
      ...relaxed,
      ...[
        'variant',
        'images',
        'sparseness',
        'projectionDimensions',
        'lassoPenalty',
        'solver',
        'istaIterations',
      ],
      ...['freezeTolerance', 'finalEpochs', 'auxiliaryWeight', 'dropPath', 'maxParameters'],
    ],
    required: requiredShared,
    defaults: { ...searchRate, learningRate: 0.1, architectureLearningRate: 0.0006 },
    example: { ...cnnSearch, batchSize: 256, variant: 'two-stage' },
  },
  {
    kind: 'enas',
    description:
      'ENAS (Pham et al. 2018) on the spaces of NAS-Bench-1Shot1: a recurrent controller draws the architectures, and is trained by REINFORCE on what the shared weights make of them.',
    settings: [
      ...shared,
      'controllerSteps',
      'controllerLearningRate',
      'entropyWeight',
      'evaluated',
      'rescored',
    ],
    required: requiredShared,
    defaults: { ...searchRate, weightDecay: 0.0001, evaluated: 1000, rescored: 5 },
    example: { ...cnnSearch, layers: 9 },
  },
];

const blackBoxMethods = [
  {
    kind: 'random',
    description: 'Random search: every sampled architecture is measured alone.',
    settings: groups.blackBox,
    example: { evaluations: 24, trial: trialExample },
  },
  {
    kind: 'regularized-evolution',
    description:
      'Regularised evolution (Real et al. 2019): the oldest dies, the best of a sample is mutated.',
    settings: [...groups.blackBox, 'population', 'sample'],
    example: { evaluations: 500 },
  },
  {
    kind: 'local-search',
    description: 'Local search: moves to the first better neighbour, and starts again where there is none.',
    settings: groups.blackBox,
    example: { evaluations: 500 },
  },
  {
    kind: 'reinforce',
    description: 'REINFORCE as in NAS-Bench-101: independent categorical logits for each decision.',
    settings: [...groups.blackBox, 'policyLearningRate', 'baselineMomentum'],
    example: { evaluations: 500 },
  },
  {
    kind: 'tpe',
    description: 'Tree-structured Parzen estimator (Bergstra et al. 2011).',
    settings: [...groups.blackBox, 'startUpTrials', 'gamma', 'candidates'],
    example: { evaluations: 500 },
  },
  {
    kind: 'successive-halving',
    description:
      'Successive halving (Jamieson and Talwalkar 2016): one in eta goes on to eta times the epochs.',
    settings: [...groups.blackBox, ...groups.halving, 'configurations'],
    required: ['minEpochs', 'maxEpochs', 'configurations'],
    example: { minEpochs: 4, maxEpochs: 108, configurations: 27 },
  },
  {
    kind: 'hyperband',
    description: 'Hyperband (Li et al. 2018): successive halving from several lowest budgets in turn.',
    settings: [...groups.blackBox, ...groups.halving],
    required: ['minEpochs', 'maxEpochs'],
    example: { minEpochs: 4, maxEpochs: 108, simulatedSeconds: 10000000 },
  },
  {
    kind: 'asha',
    description:
      'Asynchronous successive halving (Li et al. 2020): a free worker promotes whatever can be promoted, or begins a new architecture.',
    settings: [...groups.blackBox, ...groups.halving],
    required: ['minEpochs', 'maxEpochs'],
    defaults: { eta: 4 },
    example: { minEpochs: 1, maxEpochs: 300, logicalWorkers: 16, evaluations: 1000, trial: trialExample },
  },
  {
    kind: 'bohb',
    description: 'BOHB (Falkner et al. 2018): Hyperband whose configurations come from kernel densities.',
    settings: [
      ...groups.blackBox,
      ...groups.halving,
      ...['topPercent', 'samples', 'randomFraction', 'bandwidthFactor', 'minBandwidth'],
    ],
    required: ['minEpochs', 'maxEpochs'],
    example: { minEpochs: 4, maxEpochs: 108, simulatedSeconds: 10000000, minBandwidth: 0.3 },
  },
].map((method) => ({ ...method, trial: 'trial' }));

const exhaustive = {
  kind: 'exhaustive',
  description:
    'Trains every cell of NAS-Bench-101 with at most so many vertices at each budget. Its jobs leave `table.jsonl`, the rows of a tabular benchmark.',
  settings: ['maxVertices', 'budgets'],
  required: ['maxVertices', 'budgets', 'trial'],
  trial: 'trial',
  example: { maxVertices: 4, budgets: [1, 2, 4], trial: { ...trialExample, layers: 9 } },
};

const fixed = {
  kind: 'fixed',
  description: 'No search: an architecture that a paper names. `reprise arch` lists the names.',
  settings: ['architecture'],
  required: ['architecture'],
  example: { architecture: 'DARTS_V2' },
};

const tune = {
  kind: 'tune',
  description:
    'BOHB over the meta-hyperparameters of a one-shot method on NAS-Bench-1Shot1, with search epochs as the budget and the error that the benchmark records for the cell found as the score.',
  settings: [
    ...['tunedSettings', 'evaluations', 'logicalWorkers', ...groups.halving],
    ...['topPercent', 'samples', 'randomFraction', 'bandwidthFactor', 'minBandwidth'],
  ],
  required: ['method', 'evaluations', 'minEpochs', 'maxEpochs'],
  defaults: { eta: 2, minBandwidth: 0.3 },
  nested: 'method',
  example: {
    method: { kind: 'darts', ...cnnSearch, layers: 9 },
    evaluations: 64,
    minEpochs: 25,
    maxEpochs: 100,
    logicalWorkers: 16,
  },
};

const recurrent = [
  {
    kind: 'rnn-random-ws',
    description: 'Random search with weight sharing on recurrent cells.',
    settings: [...groups.languageTraining, 'evaluated', 'scoringBatches', 'rescored'],
    required: [...requiredLanguage, 'evaluated'],
    defaults: languageDefaults,
    example: { ...rnnSearch, evaluated: 2000 },
  },
  {
    kind: 'rnn-darts',
    description: 'DARTS on recurrent cells.',
    settings: [...groups.languageTraining, ...groups.architectureSteps, 'order'],
    required: requiredLanguage,
    defaults: { ...languageDefaults, architectureLearningRate: 0.003, architectureMomentum: 0.9 },
    example: { ...rnnSearch, order: 'second' },
  },
  {
    kind: 'rnn-random',
    description: 'Random search on recurrent cells: every sampled cell is trained alone.',
    settings: ['evaluations'],
    required: ['evaluations', 'trial'],
    trial: 'languageTrial',
    example: { evaluations: 8, trial: rnnSearch },
  },
  {
    kind: 'rnn-asha',
    description: 'Asynchronous successive halving on recurrent cells.',
    settings: [...groups.halving, 'evaluations', 'logicalWorkers'],
    required: ['minEpochs', 'maxEpochs', 'evaluations', 'trial'],
    defaults: { eta: 4 },
    trial: 'languageTrial',
    example: { minEpochs: 1, maxEpochs: 300, evaluations: 300, trial: rnnSearch },
  },
];

export const methods = [...weightSharing, ...blackBoxMethods, exhaustive, fixed, tune, ...recurrent];
