/** The standard normal distribution, with the same bits on every machine and to about 1e-15 of the true value. */
import { exp } from '../../schemas/exact-math.ts';

const rootTwoPi = 2.5066282746310002;

/** Its density. */
export const normalDensity = (z: number): number => exp((-z * z) / 2) / rootTwoPi;

/** Its distribution function: the series of Marsaglia, Journal of Statistical Software 11 (2004). */
export function normalDistribution(z: number): number {
  if (!(z >= -8)) return Number.isNaN(z) ? z : 0;
  if (z > 8) return 1;
  let sum = z;
  let term = z;
  for (let n = 3; ; n += 2) {
    term *= (z * z) / n;
    const next = sum + term;
    if (next === sum) return 0.5 + sum * normalDensity(z);
    sum = next;
  }
}
