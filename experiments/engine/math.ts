/**
 * Elementary functions that give the same bits everywhere. JavaScript leaves Math.exp, log, sin, cos, pow and
 * tanh to the implementation, so they may change with the version of V8. These use only + - * / and bit moves,
 * which IEEE 754 fixes; their error is below 2 units in the last place in the stated ranges.
 */
export { log } from '../rng/exact-math.ts';

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

const scratch = new DataView(new ArrayBuffer(8));

/** 2 to the power of an integer from -1022 to 1023. */
const powerOfTwo = (exponent: number): number => {
  scratch.setUint32(0, (exponent + 1023) << 20);
  scratch.setUint32(4, 0);
  return scratch.getFloat64(0);
};

/** The Horner value of sum_i coefficients_i * x^i. */
const polynomial = (x: number, coefficients: readonly number[]): number => {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] as number);
  return sum;
};

const inverseFactorials = (count: number, start: number, step: number, alternate: boolean): number[] => {
  const terms: number[] = [];
  let factorial = 1;
  for (let n = 1; terms.length < count; n++) {
    if (n > 1) factorial *= n;
    if (n < start || (n - start) % step !== 0) continue;
    terms.push((alternate && terms.length % 2 === 1 ? -1 : 1) / factorial);
  }
  return terms;
};

const expTerms = inverseFactorials(14, 1, 1, false);

/** e to the power of x. */
export const exp = (x: number): number => {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * ln2High - k * ln2Low;
  const fraction = 1 + r * polynomial(r, expTerms);
  // Two steps, so that neither factor leaves the range of normal numbers.
  const half = Math.floor(k / 2);
  return fraction * powerOfTwo(half) * powerOfTwo(k - half);
};

// pi / 2 in three parts; the first two have zeros below, so that k times them is exact for moderate k.
const halfPiHigh = 1.5707963267341256;
const halfPiMiddle = 6.077100506303966e-11;
const halfPiLow = 2.0222662487959506e-21;
const sinTerms = inverseFactorials(8, 3, 2, true);
const cosTerms = inverseFactorials(8, 2, 2, true);

/** The sine and cosine of `x` radians, for |x| up to 1e5. */
const sinCos = (x: number): readonly [number, number] => {
  const k = Math.floor(x / (Math.PI / 2) + 0.5);
  const r = x - k * halfPiHigh - k * halfPiMiddle - k * halfPiLow;
  const r2 = r * r;
  const sine = r - r * r2 * polynomial(r2, sinTerms);
  const cosine = 1 - r2 * polynomial(r2, cosTerms);
  const quarter = ((k % 4) + 4) % 4;
  if (quarter === 0) return [sine, cosine];
  if (quarter === 1) return [cosine, -sine];
  return quarter === 2 ? [-sine, -cosine] : [-cosine, sine];
};

/** The sine of `x` radians, for |x| up to 1e5. */
export const sin = (x: number): number => sinCos(x)[0];

/** The cosine of `x` radians, for |x| up to 1e5. */
export const cos = (x: number): number => sinCos(x)[1];

/** The hyperbolic tangent. */
export const tanh = (x: number): number => {
  if (Math.abs(x) < 1e-4) return x - (x * x * x) / 3;
  const e = exp(-2 * Math.abs(x));
  const size = (1 - e) / (1 + e);
  return x < 0 ? -size : size;
};

/** `base` to the power of an integer of at least 0, by squaring. */
export const power = (base: number, exponent: number): number => {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
};

/** The learning rate at `step` of `steps`, falling along half a cosine from `start` to `end`. */
export const cosineAnneal = (start: number, end: number, step: number, steps: number): number =>
  end + ((start - end) * (1 + cos((Math.PI * step) / steps))) / 2;
