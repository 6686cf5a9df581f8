/** What a tabular benchmark tells of an architecture. Tables hold no losses: errors alone decide. */
import { declareScores } from '../method/declared-scores.ts';

export const tableScores = declareScores({
  ...{ name: 'errorPercent', unit: '%', digits: 2, goal: 'minimize', worst: 100 },
  splits: ['validation'],
});
