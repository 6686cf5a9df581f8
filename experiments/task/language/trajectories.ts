/** What searches and trainings of language models say of their course. */
import {
  decisionFields,
  failedTrials,
  incumbentFields,
  type Trajectories,
  trialFields,
} from '../trajectories.ts';

const training = {
  epoch: 'number of the epoch, from 1',
  trainLoss: 'in nats per word, as it was trained on',
};
const perplexity = { validationPerplexity: 'on the validation text' };
const scored = { validationLoss: 'on the validation text, in nats per word', ...perplexity };

export const textTrajectories: Trajectories = {
  'black-box': {
    train: { ...training, ...perplexity, trial: trialFields.trial },
    score: { ...trialFields, ...scored },
    decision: { ...decisionFields, ...scored },
    incumbent: { ...incumbentFields, ...scored },
    ...failedTrials,
  },
  'weight-sharing': { train: { ...training, ...scored }, score: scored },
  direct: {},
  stage: { train: { ...training, ...perplexity } },
};
