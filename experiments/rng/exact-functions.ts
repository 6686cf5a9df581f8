/**
 * The exponential and the normal distribution with the same bits on every machine, next to those of
 * rng/exact-math.ts: only + - * / sqrt, rounding and the bits of a double. They agree with the true value to about
 * 1e-15, the exponential relatively, the distribution absolutely.
 */
import { log } from './exact-math.ts';

const ln2High = 0.6931471803691238; // 33 significant bits: k * ln2High is exact for |k| < 2^20
const ln2Low = 1.9082149292705877e-10;
const rootTwoPi = 2.5066282746310002;

const bits = new DataView(new ArrayBuffer(8));

/** 2^exponent for an exponent of a normal number, in [-1022, 1023]. */
function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** e^x. -Infinity gives 0, results too large Infinity. */
export function exp(x: number): number {
  if (!(x > -746)) return Number.isNaN(x) ? x : 0;
  if (x > 710) return Infinity;
  const k = Math.floor(x / Math.LN2 + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  // |r| <= 0.347: fifteen terms reach the last bit.
  let series = 1;
  for (let n = 15; n >= 1; n -= 1) series = 1 + (series * r) / n;
  const half = Math.floor(k / 2);
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

/** base^exponent for a base > 0. */
export const power = (base: number, exponent: number): number => exp(exponent * log(base));

/** Density of the standard normal distribution. */
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
