/** How good an architecture looked, and which of two looked better. */

export interface Score {
  /** Percent of the examples classified wrongly. */
  readonly errorPercent: number;
  /** Mean cross-entropy in nats; NaN where it was not recorded. */
  readonly loss: number;
}

/**
 * Negative when `a` is better: fewer errors, then the smaller loss. A score that is not a number loses. Sorting with
 * it keeps equal scores in their order, so the first of them wins.
 */
export const compareScores = (a: Score, b: Score): number =>
  compare(a.errorPercent, b.errorPercent) || compare(a.loss, b.loss);

/** What a method is told of a trial that crashed. */
export const noScore: Score = { errorPercent: Number.NaN, loss: Number.NaN };

/** The same for networks that were measured, which all have a loss: one whose loss is not a number is no candidate. */
export const compareMeasured = (a: Score, b: Score): number => compareScores(measured(a), measured(b));

const measured = (score: Score): Score => (Number.isFinite(score.loss) ? score : noScore);

const compare = (a: number, b: number): number => {
  const [x, y] = [Number.isNaN(a) ? Infinity : a, Number.isNaN(b) ? Infinity : b];
  return x < y ? -1 : x > y ? 1 : 0;
};
