/**
 * Elementary functions with the same bits on every machine, for jobs and reports alike. JavaScript leaves Math.exp, log,
 * sin, cos, pow and tanh to the implementation, so they may change with the version of V8. These use only what IEEE 754
 * fixes exactly: + - * / sqrt, rounding to integers and the bits of a double. They agree with the true value to about
 * 1e-15 relative, or absolute for the functions of angles, unless they say otherwise.
 */

const ln2High = 0.6931471803691238; // 33 significant bits: k * ln2High is exact for |k| < 2^20
const ln2Low = 1.9082149292705877e-10;
const twoPi = 6.283185307179586;

const bits = new DataView(new ArrayBuffer(8));

/** 2 to the power of an integer from -1022 to 1023. */
function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** x = mantissa * 2^exponent with mantissa in [sqrt(1/2), sqrt(2)), for a finite x > 0. */
function splitDouble(x: number): { mantissa: number; exponent: number } {
  if (x < 2.2250738585072014e-308) {
    const scaled = splitDouble(x * 18014398509481984); // 2^54 lifts a subnormal number into the normal range
    return { mantissa: scaled.mantissa, exponent: scaled.exponent - 54 };
  }
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  const exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  const mantissa = bits.getFloat64(0);
  return mantissa >= Math.SQRT2 ? { mantissa: mantissa / 2, exponent: exponent + 1 } : { mantissa, exponent };
}

/** The Horner value of sum_i coefficients_i * x^i. */
const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** 1/start!, 1/(start + step)!, … */
function inverseFactorials(count: number, start: number, step: number): number[] {
  let factorial = 1;
  for (let n = 2; n <= start; n += 1) factorial *= n;
  return Array.from({ length: count }, (_, i) => {
    const term = 1 / factorial;
    for (let n = start + i * step + 1; n <= start + (i + 1) * step; n += 1) factorial *= n;
    return term;
  });
}

const alternating = (terms: readonly number[]): number[] =>
  terms.map((term, i) => (i % 2 === 0 ? term : -term));

/** Natural logarithm. 0 gives -Infinity, a negative number NaN. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x > 0 ? Infinity : NaN;
  const { mantissa, exponent } = splitDouble(x);
  // ln m = 2 artanh t, whose series converges fast because |t| <= 0.172.
  const t = (mantissa - 1) / (mantissa + 1);
  const t2 = t * t;
  let series = 0;
  for (let n = 23; n >= 3; n -= 2) series = (series + 1 / n) * t2;
  return exponent * ln2High + (exponent * ln2Low + 2 * t * series + 2 * t);
}

const expTerms = inverseFactorials(14, 1, 1);

/** e to the power of x. -Infinity gives 0, results too large Infinity. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.2) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  const fraction = 1 + r * polynomial(r, expTerms);
  // Two steps, so that neither factor leaves the range of normal numbers.
  const half = Math.floor(k / 2);
  return fraction * powerOfTwo(half) * powerOfTwo(k - half);
}

/** `base` to the power of `exponent`: by squaring for an integer of at least 0, otherwise for a base above 0 alone. */
export function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || exponent < 0) return exp(exponent * log(base));
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** The hyperbolic tangent; relative error up to 2e-12 near 1e-4, where digits cancel. */
export function tanh(x: number): number {
  if (Math.abs(x) < 1e-4) return x - (x * x * x) / 3;
  const e = exp(-2 * Math.abs(x));
  const size = (1 - e) / (1 + e);
  return x < 0 ? -size : size;
}

/** Probabilities that are proportional to the exponentials of the values. */
export function softmaxOf(values: ArrayLike<number>): number[] {
  const given = Array.from(values);
  const largest = given.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = given.map((value) => exp(value - largest));
  const total = powers.reduce((sum, each) => sum + each, 0);
  return powers.map((each) => each / total);
}

// pi / 2 in three parts; the first two have zeros below, so that k times them is exact for moderate k.
const halfPiHigh = 1.5707963267341256;
const halfPiMiddle = 6.077100506303966e-11;
const halfPiLow = 2.0222662487959506e-21;
const sinTerms = alternating(inverseFactorials(8, 3, 2));
const cosTerms = alternating(inverseFactorials(8, 2, 2));

/** The cosine of `x` radians, for |x| up to 1e5. */
export function cos(x: number): number {
  const k = Math.floor(x / (Math.PI / 2) + 0.5);
  const r = x - k * halfPiHigh - k * halfPiMiddle - k * halfPiLow;
  const r2 = r * r;
  const sine = r - r * r2 * polynomial(r2, sinTerms);
  const cosine = 1 - r2 * polynomial(r2, cosTerms);
  const quarter = ((k % 4) + 4) % 4;
  if (quarter === 0) return cosine;
  if (quarter === 1) return -sine;
  return quarter === 2 ? -cosine : sine;
}

/** Series of sin and cos on [-pi/4, pi/4]. */
function sinSmall(r: number): number {
  const r2 = r * r;
  let series = 1;
  for (let n = 18; n >= 2; n -= 2) series = 1 - (series * r2) / (n * (n + 1));
  return r * series;
}

function cosSmall(r: number): number {
  const r2 = r * r;
  let series = 1;
  for (let n = 19; n >= 1; n -= 2) series = 1 - (series * r2) / (n * (n + 1));
  return series;
}

/** cos(2 pi x): the angle in turns, so that its reduction is exact. `x` must be finite. */
export function cosTurns(x: number): number {
  const turn = x - Math.floor(x);
  const quarter = Math.floor(turn * 4 + 0.5);
  const r = (turn - quarter / 4) * twoPi;
  switch (quarter % 4) {
    case 0:
      return cosSmall(r);
    case 1:
      return -sinSmall(r);
    case 2:
      return -cosSmall(r);
    default:
      return sinSmall(r);
  }
}

/** sin(2 pi x): the angle in turns. `x` must be finite. */
export const sinTurns = (x: number): number => cosTurns(x - 0.25);
