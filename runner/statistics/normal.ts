/** The standard normal distribution, from exact functions, so that the bits are the same on every machine. */
import { exp } from '../../schemas/exact-math.ts';

const inverseRootTwoPi = 0.3989422804014327;

const normalDensity = (x: number): number => inverseRootTwoPi * exp((-x * x) / 2);

/** P(Z <= x); absolute error below 1e-14. */
export function normalCdf(x: number): number {
  if (x < -4) return upperTail(-x);
  return x > 4 ? 1 - upperTail(x) : 0.5 + normalDensity(x) * oddSeries(x);
}

/** x + x^3/3 + x^5/(3*5) + … */
function oddSeries(x: number): number {
  let term = x;
  let total = x;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(total); k += 2) {
    term *= (x * x) / k;
    total += term;
  }
  return total;
}

/** Laplace's continued fraction 1/(x + 1/(x + 2/(x + …))), for x > 4. */
function upperTail(x: number): number {
  if (x > 40) return 0;
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}
