/** What is measured of a network that sorts images, and which of two is better. */
import { declareScores } from '../../method/declared-scores.ts';
import { compareScores, noScore } from '../../method/score.ts';
import type { Measurement } from '../tally.ts';

const splits = ['validation', 'test'] as const;

export const imageScores = declareScores(
  { name: 'errorPercent', unit: '%', digits: 2, goal: 'minimize', worst: 100, splits },
  { name: 'loss', unit: 'nats', digits: 3, goal: 'minimize', worst: Infinity, splits },
);

/** Negative when `a` is better. A network whose loss is not a number is no candidate. */
export const compareImageNetworks = (a: Measurement, b: Measurement): number =>
  compareScores(candidate(a), candidate(b));

const candidate = (measured: Measurement) =>
  Number.isFinite(measured.loss) ? imageScores.score(measured) : noScore(imageScores.objectives);
