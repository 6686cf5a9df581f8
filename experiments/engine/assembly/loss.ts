// Softmax cross-entropy. Its exponential and logarithm use + - * / alone, as in ../math.ts.

function exp(x: f64): f64 {
  if (!(x > -745.2)) return x == x ? 0 : x;
  const k = floor(x * 1.4426950408889634 + 0.5);
  const r = x - k * 6.93147180369123816490e-1 - k * 1.90821492927058770002e-10;
  let sum: f64 = 1.0 / 87178291200;
  sum = sum * r + 1.0 / 6227020800;
  sum = sum * r + 1.0 / 479001600;
  sum = sum * r + 1.0 / 39916800;
  sum = sum * r + 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  const half = <i64>floor(k * 0.5);
  const rest = <i64>k - half;
  return (1 + r * sum) * reinterpret<f64>((half + 1023) << 52) * reinterpret<f64>((rest + 1023) << 52);
}

/** For x of at least 1. */
function log(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<u64>(x);
  let exponent = <f64>(<i32>(bits >> 52) - 1023);
  let mantissa = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  let sum: f64 = 2.0 / 23;
  sum = sum * z + 2.0 / 21;
  sum = sum * z + 2.0 / 19;
  sum = sum * z + 2.0 / 17;
  sum = sum * z + 2.0 / 15;
  sum = sum * z + 2.0 / 13;
  sum = sum * z + 2.0 / 11;
  sum = sum * z + 2.0 / 9;
  sum = sum * z + 2.0 / 7;
  sum = sum * z + 2.0 / 5;
  sum = sum * z + 2.0 / 3;
  return exponent * 6.93147180369123816490e-1 + (2 * s + (s * z * sum + exponent * 1.90821492927058770002e-10));
}

/**
 * The mean loss, and its gradient by the logits. `space` holds one f64 per class.
 * Returns the first row whose label is no class, or -1.
 */
export function crossEntropy(logits: usize, labels: usize, batch: i32, classes: i32, smoothing: f64, loss: usize, gradient: usize, space: usize): i32 {
  const even = smoothing / <f64>classes;
  let total: f64 = 0;
  for (let row = 0; row < batch; row++) {
    const label = load<i32>(labels + (<usize>row << 2));
    if (label < 0 || label >= classes) return row;
    let largest: f64 = -Infinity;
    for (let k = 0; k < classes; k++) largest = max(largest, <f64>load<f32>(logits + (<usize>k << 2)));
    let sum: f64 = 0;
    for (let k = 0; k < classes; k++) {
      const part = exp(<f64>load<f32>(logits + (<usize>k << 2)) - largest);
      store<f64>(space + (<usize>k << 3), part);
      sum += part;
    }
    const logTotal = log(sum) + largest;
    for (let k = 0; k < classes; k++) {
      const target = even + (k == label ? 1 - smoothing : 0);
      if (target != 0) total += target * (logTotal - <f64>load<f32>(logits));
      store<f32>(gradient, <f32>((load<f64>(space + (<usize>k << 3)) / sum - target) / <f64>batch));
      logits += 4;
      gradient += 4;
    }
  }
  store<f32>(loss, <f32>(total / <f64>batch));
  return -1;
}
