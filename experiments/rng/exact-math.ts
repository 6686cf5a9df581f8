/**
 * Elementary functions with the same bits on every machine. `Math.log`, `Math.sin` and `Math.cos` may
 * differ between engines and versions; the functions here use only what IEEE 754 fixes exactly: + - * / sqrt,
 * rounding to integers and the bits of a double. They agree with the true value to about 1e-15 relative.
 */

const ln2High = 0.6931471803691238; // 33 significant bits: k * ln2High is exact for |k| < 2^20
const ln2Low = 1.9082149292705877e-10;
const twoPi = 6.283185307179586;

const bits = new DataView(new ArrayBuffer(8));

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
