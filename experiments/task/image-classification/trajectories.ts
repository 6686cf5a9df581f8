/** What searches and trainings of networks that sort images say of their course. */
import {
  decisionFields,
  failedTrials,
  incumbentFields,
  type Trajectories,
  trialFields,
} from '../trajectories.ts';

const training = {
  epoch: 'number of the epoch, from 1',
  learningRate: 'of the weights in the epoch',
  trainErrorPercent: 'of the minibatches as they were trained on',
  trainLoss: 'of the minibatches as they were trained on, in nats',
};
const validation = {
  validationErrorPercent: 'on the validation part',
  validationLoss: 'on the validation part, in nats',
};
const scored = { errorPercent: 'of the architecture, on validation images', loss: 'of the same, in nats' };
const incumbent = { ...incumbentFields, ...validation };
const decision = { ...decisionFields, ...validation };
const tuned = {
  'values.learningRate': 'as tuned',
  'values.weightDecay': 'as tuned',
  'values.architectureLearningRate': 'as tuned',
  'values.architectureWeightDecay': 'as tuned',
  'values.momentum': 'as tuned',
  'values.batchSize': 'as tuned',
  'values.gradientClip': 'as tuned',
  'values.cutoutProbability': 'as tuned',
  'values.cutoutLength': 'as tuned',
};

/** Tables have up to four lengths of recorded runs; the last is the longest. */
const perLength = (name: string, meaning: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [1, 2, 3, 4].map((i) => [`${name}.length${i}`, `${meaning}; ${ordinals[i - 1]} length`]),
  );
const ordinals = ['first', 'second', 'third', 'fourth'];

export const imageTrajectories: Trajectories = {
  'black-box': {
    train: { ...training, trial: trialFields.trial },
    score: { ...trialFields, ...validation },
    decision,
    incumbent,
    ...failedTrials,
  },
  'weight-sharing': {
    train: training,
    search: {
      ...{ ...training, ...validation },
      epoch:
        'number of the epoch, from 1; on NAS-Bench-1Shot1 methods with architecture weights begin with 0, before the first',
      'benchmark.epochs': 'for which the table records the errors of the cell found so far',
      'benchmark.validationErrorPercent': 'that the table records for it',
      'benchmark.testErrorPercent': 'that the table records for it',
      'controller.baseline': 'moving average of the rewards of ENAS',
      'controller.entropy': 'of what the controller of ENAS sampled',
    },
    correlation: {
      epoch: 'number of epochs trained when all cells without loose ends were ranked',
      architectures: 'cells that the table has',
      ...perLength('lengths', 'epochs of the recorded runs'),
      ...perLength('spearman', 'of one-shot and recorded test errors'),
      ...perLength('spearmanBest', 'of the thousand runs whose cells have the smallest one-shot errors'),
    },
    score: scored,
    rescore: scored,
    final: training,
  },
  direct: {
    train: { ...training, trial: trialFields.trial },
    search: { ...trialFields, recorded: 'validation error that the table records, in percent', ...tuned },
    decision,
    incumbent: { ...incumbent, ...tuned },
    ...failedTrials,
  },
  stage: { train: training },
};
