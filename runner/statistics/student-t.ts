/** Student's t distribution: central for tests and intervals, noncentral for the power of a test. */
import { exp, log } from '../../schemas/exact-math.ts';
import { logGamma } from './gamma.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalCdf } from './normal.ts';

/** P(T <= t) with `df` degrees of freedom, which need not be an integer. */
export function studentCdf(t: number, df: number): number {
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** P(|T| >= |t|). */
export const twoSidedP = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5);

/** The t below which this probability lies, by bisection to the last bits. @param probability in (0, 1) */
export function studentQuantile(probability: number, df: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, df);
  let high = 1;
  while (studentCdf(high, df) < probability) high *= 2;
  return bisect((t) => studentCdf(t, df) < probability, 0, high);
}

/** The point between the bounds where the condition, true at the low one, ceases to hold. */
export function bisect(isBelow: (x: number) => boolean, low: number, high: number): number {
  let [below, above] = [low, high];
  for (let i = 0; i < 200; i++) {
    const middle = (below + above) / 2;
    if (middle <= below || middle >= above) break;
    if (isBelow(middle)) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** P(T <= t) where T has noncentrality `delta`: algorithm AS 243 of Lenth (1989). */
export function noncentralCdf(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralCdf(-t, df, -delta);
  const x = (t * t) / (df + t * t);
  const rate = (delta * delta) / 2;
  let total = normalCdf(-delta);
  if (x === 0) return total;
  if (rate === 0) return total + incompleteBeta(x, 0.5, df / 2) / 2;
  // The weights fall from here on, while the other factor falls throughout.
  const start = Math.floor(rate);
  const term = (j: number): number => {
    const even = exp(-rate + j * log(rate) - logGamma(j + 1));
    const odd = (delta / Math.SQRT2) * exp(-rate + j * log(rate) - logGamma(j + 1.5));
    return (even * incompleteBeta(x, j + 0.5, df / 2) + odd * incompleteBeta(x, j + 1, df / 2)) / 2;
  };
  for (let j = start; j >= 0; j--) total += term(j);
  for (let j = start + 1; ; j++) {
    const value = term(j);
    total += value;
    if (Math.abs(value) < 1e-17) break;
  }
  return Math.min(1, Math.max(0, total));
}
