/** Every setting of a method or of training, once. A method may give one a default of its own. */

const count = (title, description, more = {}) => ({
  title,
  description,
  type: 'integer',
  minimum: 1,
  ...more,
});
const number = (title, description, more) => ({ title, description, type: 'number', ...more });
const positive = (title, description, more = {}) =>
  number(title, description, { exclusiveMinimum: 0, ...more });
const notNegative = (title, description, more = {}) => number(title, description, { minimum: 0, ...more });
const probability = (title, description, more = {}) =>
  number(title, description, { minimum: 0, exclusiveMaximum: 1, ...more });
const choice = (title, description, options) => ({
  title,
  description,
  type: 'string',
  enum: options,
  default: options[0],
});

const optimizer = {
  epochs: count('Epochs', 'Passes over the training part.'),
  batchSize: count('Batch size', 'Examples in a training step.'),
  learningRate: positive('Learning rate', 'Where the schedule starts.', { default: 0.025 }),
  learningRateMin: notNegative('Final learning rate', 'Where the cosine schedule ends.', { default: 0 }),
  momentum: probability('Momentum', 'Momentum of stochastic gradient descent.', { default: 0.9 }),
  weightDecay: notNegative('Weight decay', 'L2 penalty on the weights.', { default: 0.0003 }),
  gradientClip: positive('Gradient clip', 'Largest global L2 norm of the gradient.', { default: 5 }),
};

const schedule = {
  schedule: choice(
    'Schedule',
    'How the learning rate falls: `cosine` to `learningRateMin`; `exponential` by `learningRateDecay` each epoch; `linear` to 0 five epochs before the end, as in the released ImageNet training of PC-DARTS.',
    ['cosine', 'exponential', 'linear'],
  ),
  learningRateDecay: number('Learning rate decay', 'Exponential: factor of each epoch.', {
    exclusiveMinimum: 0,
    maximum: 1,
    default: 0.97,
  }),
  rateWarmUpEpochs: count(
    'Rate warm-up epochs',
    'Epochs at the start in which the learning rate rises linearly.',
    { minimum: 0, default: 0 },
  ),
};

const network = {
  initialChannels: count(
    'Initial channels',
    'Channels of the first cell (of the stem, in NAS-Bench-101); each reduction doubles them.',
  ),
  layers: count(
    'Layers',
    'Number of cells L. DARTS reduces in the cells at floor(L/3) and floor(2L/3); the NAS-Bench spaces before the second and the last third, so that L is a multiple of 3.',
    { minimum: 2 },
  ),
};

const augmentation = {
  cropPadding: count(
    'Crop padding',
    'Random crop after zero padding by this many pixels on each side; 0 turns it off.',
    { minimum: 0, default: 4 },
  ),
  flip: {
    title: 'Flip',
    description:
      'Random horizontal flip. It has no effect on data whose classes are not mirror-symmetric, such as digits.',
    type: 'boolean',
    default: true,
  },
  cutout: count('Cutout', 'Side in pixels of the square that cutout erases; 0 turns it off.', {
    minimum: 0,
    default: 0,
  }),
};

const regularization = {
  auxiliaryWeight: notNegative(
    'Auxiliary weight',
    "Weight of the auxiliary head's loss; 0 builds no auxiliary head.",
    { default: 0 },
  ),
  labelSmoothing: probability(
    'Label smoothing',
    'Part of the target that is spread evenly over all classes while training.',
    { default: 0 },
  ),
  stem: choice(
    'Stem',
    '`imagenet` begins with three strided convolutions, so that cells see an eighth of the image; `cifar` with one that keeps the size.',
    ['cifar', 'imagenet'],
  ),
  dropPath: probability('Drop path', 'Drop-path probability reached at the last epoch.', { default: 0 }),
};

const architectureSteps = {
  architectureLearningRate: positive(
    'Architecture learning rate',
    'Step size of Adam on the architecture weights.',
    { default: 0.0003 },
  ),
  architectureMomentum: probability('Architecture momentum', 'First decay rate of that Adam.', {
    default: 0.5,
  }),
  architectureWeightDecay: notNegative(
    'Architecture weight decay',
    'L2 penalty on the architecture weights.',
    {
      default: 0.001,
    },
  ),
  warmUpEpochs: count(
    'Warm-up epochs',
    "Epochs at the start in which only the network's weights are trained.",
    { minimum: 0, default: 0 },
  ),
};

const scoring = {
  evaluated: count('Evaluated architectures', 'Architectures sampled and compared.'),
  scoringBatches: count('Scoring batches', 'Validation minibatches that each architecture is scored on.', {
    default: 10,
  }),
  rescored: count(
    'Rescored architectures',
    'The best architectures that are scored again, on the whole validation part.',
    { default: 10 },
  ),
  inactiveOperations: {
    ...choice(
      'Inactive operations',
      '`run`: operations of an edge that were not sampled run as well, as in the released code, so that their running statistics move. `skip`: they do not, which is faster.',
      ['run', 'skip'],
    ),
  },
};

const relaxation = {
  order: choice(
    'Order',
    "`second` differentiates through one step of the network's weights (by finite differences); `first` takes them as they are.",
    ['first', 'second'],
  ),
  partialChannels: count('Partial channels', 'K: one in K channels passes through the mixed operations.', {
    default: 4,
  }),
  temperatureStart: positive('First temperature', 'Temperature of the Gumbel softmax in the first epoch.'),
  temperatureEnd: positive('Last temperature', 'Temperature of the Gumbel softmax in the last epoch.'),
};

const sparseCoding = {
  variant: choice(
    'Variant',
    '`two-stage` searches on a small network; `one-stage` on the target network with all training images, where architecture and weights settle together.',
    ['two-stage', 'one-stage'],
  ),
  images: choice(
    'Images',
    'One-stage: `all` trains on the validation images too, as in the paper, so that the search measures nothing.',
    ['all', 'training-part'],
  ),
  sparseness: count('Sparseness', 'Connections kept for each node.', { default: 2 }),
  projectionDimensions: count('Projection dimensions', 'Rows of each measurement matrix.', { default: 7 }),
  lassoPenalty: positive('LASSO penalty', 'Weight of the L1 norm in the recovery.', { default: 0.00001 }),
  solver: choice(
    'Solver',
    '`exact` solves the LASSO to its optimality conditions; `ista` runs shrinkage iterations.',
    ['exact', 'ista'],
  ),
  istaIterations: count('ISTA iterations', 'Iterations of the solver `ista`.', { default: 1000 }),
  freezeTolerance: notNegative(
    'Freeze tolerance',
    'One-stage: a node whose solution moved by at most this much in an epoch is frozen.',
    { default: 0.001 },
  ),
  finalEpochs: count('Final epochs', 'One-stage: epochs after all nodes are frozen.', { default: 600 }),
  maxParameters: count(
    'Most parameters',
    'One-stage: a genotype whose evaluation network has at least this many parameters is passed over; 0 passes over none.',
    { minimum: 0, default: 0 },
  ),
};

const controller = {
  controllerSteps: count('Controller steps', 'Steps of the controller after each epoch.', { default: 300 }),
  controllerLearningRate: positive('Controller learning rate', 'Step size of Adam on the controller.', {
    default: 0.00035,
  }),
  entropyWeight: notNegative('Entropy weight', "Weight of the policy's entropy in the reward.", {
    default: 0.0001,
  }),
};

const blackBox = {
  evaluations: count('Evaluations', 'Trials after which the search ends; 0 sets no such end.', {
    minimum: 0,
    default: 0,
  }),
  simulatedSeconds: notNegative(
    'Simulated seconds',
    'Logical time after which no trial starts; 0 sets no such end.',
    { default: 0 },
  ),
  logicalWorkers: count(
    'Logical workers',
    'Trials that run at a time on the logical clock. It changes results, unlike the number of real workers.',
    { default: 1 },
  ),
};

const optimizers = {
  population: count('Population', 'Architectures that are alive at a time.', { default: 100 }),
  sample: count('Sample', 'Architectures drawn for each tournament.', { default: 10 }),
  policyLearningRate: positive('Policy learning rate', 'Step size on the logits.', { default: 0.1 }),
  baselineMomentum: probability('Baseline momentum', 'Of the moving average of rewards.', { default: 0.9 }),
  startUpTrials: count('Start-up trials', 'Random trials before the model is used.', { default: 20 }),
  gamma: number('Gamma', 'Share of good observations, times the root of their number.', {
    exclusiveMinimum: 0,
    maximum: 1,
    default: 0.25,
  }),
  candidates: count('Candidates', 'Draws of which the best is proposed.', { default: 24 }),
  eta: count('Eta', 'One in eta is promoted, and gets eta times the epochs.', { minimum: 2, default: 3 }),
  minEpochs: count('Fewest epochs', 'Budget of the lowest rung.'),
  maxEpochs: count('Most epochs', 'Budget of the highest rung.'),
  configurations: count('Configurations', 'Architectures of the lowest rung.'),
  topPercent: number('Top percent', 'Share of observations that count as good.', {
    exclusiveMinimum: 0,
    exclusiveMaximum: 100,
    default: 15,
  }),
  samples: count('Samples', 'Candidates drawn from the density of good ones.', { default: 64 }),
  randomFraction: number('Random fraction', 'Share of proposals drawn uniformly.', {
    minimum: 0,
    maximum: 1,
    default: 0.3333333333333333,
  }),
  bandwidthFactor: positive('Bandwidth factor', 'Widens the density that candidates are drawn from.', {
    default: 3,
  }),
  minBandwidth: positive('Least bandwidth', 'Floor of each bandwidth.', { default: 0.001 }),
  maxVertices: count('Most vertices', 'Only cells of at most this many vertices.', {
    minimum: 2,
    maximum: 7,
  }),
  architecture: {
    title: 'Architecture',
    description: 'Name of a published architecture of the space.',
    type: 'string',
    pattern: '\\S',
    'x-expected': 'the name of an architecture',
    examples: ['DARTS_V2'],
  },
  tunedSettings: {
    title: 'Tuned settings',
    description:
      'Which settings are tuned: 1 the weight decay, 2 also the learning rate, 3 also those of the architecture steps, momentum, batch size and gradient clip.',
    type: 'integer',
    enum: [1, 2, 3],
    default: 2,
  },
  budgets: {
    title: 'Budgets',
    description: 'Numbers of epochs; each architecture is trained from scratch for each of them.',
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: { $ref: '#/$defs/epochs' },
    'x-expected': 'a list of at least one number of epochs',
    examples: [[4, 12, 36, 108]],
  },
};

const language = {
  unroll: count('Unroll', 'Steps of truncated backpropagation through time.', { default: 35 }),
  width: count('Width', 'Width of the embedding and of the hidden state.'),
  dropout: probability('Dropout', 'Of the output, the same at every step.', { default: 0.75 }),
  dropoutHidden: probability('Hidden dropout', 'Of the hidden state, one mask a sequence.', {
    default: 0.25,
  }),
  dropoutInputMask: probability('Input mask', 'Of the input of the cell, one mask a sequence.', {
    default: 0.75,
  }),
  dropoutInput: probability('Input dropout', 'Of the embedded words, the same at every step.', {
    default: 0.2,
  }),
  dropoutEmbedding: probability('Embedding dropout', 'Of whole words.', { default: 0 }),
  slowness: notNegative('Slowness', 'Weight of the mean squared difference of consecutive hidden states.', {
    default: 0.001,
  }),
  averagingPatience: count(
    'Averaging patience',
    'Epochs without improvement after which SGD becomes averaged SGD; 0 never switches.',
    { minimum: 0, default: 5 },
  ),
};

export const settings = {
  ...optimizer,
  ...schedule,
  ...network,
  ...augmentation,
  ...regularization,
  ...architectureSteps,
  ...scoring,
  ...relaxation,
  ...sparseCoding,
  ...controller,
  ...blackBox,
  ...optimizers,
  ...language,
};

/** Settings that come together. */
export const groups = {
  optimizer: Object.keys(optimizer),
  network: Object.keys(network),
  augmentation: Object.keys(augmentation),
  regularization: Object.keys(regularization),
  architectureSteps: Object.keys(architectureSteps),
  training: Object.keys({ ...optimizer, ...schedule, ...network, ...augmentation, ...regularization }),
  sharedWeights: Object.keys({ ...optimizer, ...network, ...augmentation }),
  blackBox: Object.keys(blackBox),
  halving: ['eta', 'minEpochs', 'maxEpochs'],
  languageTraining: [
    'epochs',
    'batchSize',
    'learningRate',
    'weightDecay',
    'gradientClip',
    ...Object.keys(language),
  ],
};
