import { perplexity } from './score.ts';
import type { LanguageTrainingSettings } from './settings.ts';

/**
 * Whether a loss is above the best of all but the last few epochs before it, the non-monotone rule of Merity et al.
 * 2018, algorithm 1, and its perplexity low enough, as in liamcli/darts@64599c1 (rnn/train.py).
 * @param earlier losses of the epochs before, in order
 * @param settings a patience of 0 never averages; a bound of 0 is none
 */
export function startsAveraging(
  earlier: readonly number[],
  loss: number,
  settings: Pick<LanguageTrainingSettings, 'averagingPatience' | 'averagingBelow'>,
): boolean {
  const { averagingPatience: patience, averagingBelow: bound } = settings;
  const isLow = bound === 0 || perplexity({ loss }) < bound;
  return (
    patience > 0 && earlier.length > patience && isLow && loss > Math.min(...earlier.slice(0, -patience))
  );
}
