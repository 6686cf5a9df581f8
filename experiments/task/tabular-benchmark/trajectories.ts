/** What searches on a table say of their course. */
import { type Trajectories, trialFields } from '../trajectories.ts';

export const tableTrajectories: Trajectories = {
  'black-box': {
    incumbent: {
      time: 'recorded training time of all that was looked up before, in seconds',
      trial: trialFields.trial,
      validationErrorPercent: 'of the best trial so far, as the search saw it',
      validationRegretPercent: 'the same above the best mean of the table',
      'benchmark.testErrorPercent': 'of that architecture, mean over the repeats of the table',
      'benchmark.testRegretPercent': 'the same above the best of the table',
    },
  },
  'weight-sharing': {},
  direct: {},
  stage: {},
};
