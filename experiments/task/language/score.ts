/** How well a language model predicts a text. */

import { exp } from '../../../schemas/exact-math.ts';
import { declareScores } from '../../method/declared-scores.ts';
import { compareScores, type Score } from '../../method/score.ts';

/** The caller knows which part of a corpus it measured, and keeps parts apart by type. */
export interface LanguageScore {
  /** Words predicted. */
  readonly tokens: number;
  /** Mean cross-entropy in nats per word. */
  readonly loss: number;
}

const splits = ['validation', 'test'] as const;

export const textScores = declareScores(
  { name: 'perplexity', unit: '', digits: 2, goal: 'minimize', worst: Infinity, splits },
  { name: 'loss', unit: 'nats', digits: 3, goal: 'minimize', worst: Infinity, splits },
);

/** Infinite where it is too large for a number. */
export const perplexity = ({ loss }: Pick<LanguageScore, 'loss'>): number => exp(loss);

/** What methods are told of a model, by its score on validation text. */
const toldOf = ({ loss }: LanguageScore): Score =>
  textScores.score({ perplexity: perplexity({ loss }), loss });

/** Negative when `a` is better. A score that is not a number loses. */
export const compareLanguageScores = (a: LanguageScore, b: LanguageScore): number =>
  compareScores(toldOf(a), toldOf(b));
