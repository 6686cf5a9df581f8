/** What searches on a table say of their course. */
import { type Trajectories, trialFields } from '../trajectories.ts';

export const tableTrajectories: Trajectories = {
  'black-box': {
    incumbent: {
      time: 'recorded training time of all that was looked up before, in seconds',
      trial: trialFields.trial,
      validationErrorPercent: 'of the best trial so far, as the search saw it',
      validationRegretPercent:
        'the same above the best mean of the table; in NAS-Bench-1Shot1 above the best single run of the space',
      'benchmark.testErrorPercent': 'of that architecture, mean over the repeats of the table',
      'benchmark.testRegretPercent': 'the same above the best of the table, by the same rule',
    },
  },
  'weight-sharing': {},
  direct: {},
  stage: {},
};
