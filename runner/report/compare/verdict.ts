/** How well a rerun reproduced what a lock expects: one verdict per cell of a report. */

export type Verdict =
  /** Every output of every job behind the cell has the same bytes. */
  | 'bitwise'
  /** Every value agrees to `relativeTolerance`. */
  | 'within tolerance'
  /** The means agree within two standard errors. */
  | 'statistical'
  | 'differs'
  /** A job behind the cell was not computed. */
  | 'missing';

export const relativeTolerance = 1e-4;

/** From best to worst. */
const order: readonly Verdict[] = ['bitwise', 'within tolerance', 'statistical', 'differs', 'missing'];

/** Whether a verdict is as good as another. */
export const isAsGood = (verdict: Verdict, as: Verdict): boolean =>
  order.indexOf(verdict) <= order.indexOf(as);

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce<Verdict>((a, b) => (isAsGood(b, a) ? a : b), 'bitwise');

/** Whether two numbers agree to `relativeTolerance`. */
export const isClose = (a: number, b: number): boolean =>
  Math.abs(a - b) <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b));
