/** What searches and trainings of networks that segment images say of their course. */
import {
  decisionFields,
  failedTrials,
  incumbentFields,
  type Trajectories,
  trialFields,
} from '../trajectories.ts';

const training = {
  epoch: 'number of the epoch, from 1',
  learningRate: 'of the last step of the epoch',
  trainLoss: 'of the minibatches as they were trained on, in nats per pixel',
  trainMiou: 'of the minibatches as they were trained on, in percent',
};
const validation = {
  validationMiou: 'on the validation part, in percent',
  validationPixelAccuracy: 'on the validation part, in percent',
  validationLoss: 'on the validation part, in nats per pixel',
};
const ofClass = {
  class: 'number of the class',
  intersectionOverUnion: 'of the class, in percent; absent where it is neither there nor predicted',
  pixels: 'that are of the class',
};

export const segmentationTrajectories: Trajectories = {
  'black-box': {
    train: { ...training, trial: trialFields.trial },
    class: { ...ofClass, trial: trialFields.trial },
    score: { ...trialFields, ...validation },
    decision: { ...decisionFields, ...validation },
    incumbent: { ...incumbentFields, ...validation },
    ...failedTrials,
  },
  'weight-sharing': {
    search: { ...training, pathProbability: 'of the path that is the most probable now' },
    score: validation,
    class: ofClass,
  },
  direct: {},
  stage: { train: training, class: ofClass },
};
