/** The logarithm of the gamma function, after Lanczos (1964) with g = 7 and nine terms; relative error about 1e-15. */
import { log } from '../../schemas/exact-math.ts';

const coefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const halfLogTwoPi = 0.9189385332046727;

/** @param x above 0 */
export function logGamma(x: number): number {
  // What is near 0 goes by the recurrence, where the series is at its best.
  if (x < 0.5) return logGamma(x + 1) - log(x);
  const z = x - 1;
  const [first = 0, ...rest] = coefficients;
  const series = rest.reduce((total, coefficient, i) => total + coefficient / (z + i + 1), first);
  const t = z + 7.5;
  return halfLogTwoPi + (z + 0.5) * log(t) - t + log(series);
}
