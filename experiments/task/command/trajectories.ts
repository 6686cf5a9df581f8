/** What searches and trainings with a program of the user's own say of their course. */
import { failedTrials, type Trajectories, trialFields } from '../trajectories.ts';

const report = { epoch: 'epochs that the program had trained' };

export const commandTrajectories: Trajectories = {
  'black-box': {
    report: { ...report, trial: trialFields.trial },
    score: trialFields,
    decision: {
      time: 'logical seconds since the search began',
      worker: 'number of the logical worker, from 0',
      ...trialFields,
      resumes: 'the trial that it continues',
      seconds: 'how long it took, in logical time',
    },
    incumbent: { time: 'logical seconds since the search began', trial: trialFields.trial },
    ...failedTrials,
  },
  'weight-sharing': {},
  direct: {},
  stage: { report },
};
