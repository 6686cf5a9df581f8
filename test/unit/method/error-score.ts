/** Scores of image classification, as methods are told them. */
import { noScore, type Score } from '../../../experiments/method/score.ts';
import { imageScores } from '../../../experiments/task/image-classification/scores.ts';

export const errorScore = (errorPercent: number, loss: number): Score =>
  imageScores.score({ errorPercent, loss });

/** Of a trial that crashed. */
export const crashScore = noScore(imageScores.objectives);
