/** The range of several standard normal values, behind the test of Nemenyi (1963): the studentised range of a known variance. */
import { exp } from '../../schemas/exact-math.ts';
import { normalCdf } from './normal.ts';
import { bisect } from './student-t.ts';

const steps = 400;
const reach = 9;

/**
 * P(largest less smallest of `k` values <= q): k times the integral of density(z) (cdf(z + q) - cdf(z))^(k - 1) over the
 * smallest value z, by Simpson's rule; absolute error below 1e-12.
 * @param q above 0. @param k at least 2
 */
export function rangeCdf(q: number, k: number): number {
  const width = (2 * reach) / steps;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const z = -reach + i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    total += weight * exp((-z * z) / 2) * (normalCdf(z + q) - normalCdf(z)) ** (k - 1);
  }
  return (k * total * width) / (3 * Math.sqrt(2 * Math.PI));
}

/** The range that `k` values exceed with this probability, as in a table of q. @param level in (0, 1) */
export const rangeQuantile = (level: number, k: number): number =>
  bisect((q) => rangeCdf(q, k) < 1 - level, 0, 20);
