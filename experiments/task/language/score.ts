/** How well a language model predicts a text. */
import { exp } from '../../../schemas/exact-math.ts';

/** The caller knows which part of a corpus it measured, and keeps parts apart by type. */
export interface LanguageScore {
  /** Words predicted. */
  readonly tokens: number;
  /** Mean cross-entropy in nats per word. */
  readonly loss: number;
}

/** Infinite where it is too large for a number. */
export const perplexity = ({ loss }: Pick<LanguageScore, 'loss'>): number => exp(loss);

/** Negative when `a` is better. A score that is not a number loses. */
export function compareLanguageScores(a: LanguageScore, b: LanguageScore): number {
  const [x, y] = [Number.isNaN(a.loss) ? Infinity : a.loss, Number.isNaN(b.loss) ? Infinity : b.loss];
  return x < y ? -1 : x > y ? 1 : 0;
}
