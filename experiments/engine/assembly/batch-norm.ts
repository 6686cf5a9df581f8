// Batch normalisation over rows of channels. Sums run in f32 over blocks of at most 64 rows, in f64 over the blocks.
// Within a block one group of 4 channels is done at a time, so that its constants stay in registers.
import { loadLanes, maskBy, rectify, storeLanes } from './lanes';

/** Rows in a block: all its channels fit in the first-level cache, twice. */
// @ts-ignore: decorator
@inline
function blockOf(channels: i32): i32 {
  return max(16, min(64, 2048 / channels));
}

// @ts-ignore: decorator
@inline
function up4(value: i32): i32 {
  return (value + 3) & ~3;
}

/** Bytes of scratch: two f64 sums, and five vectors of constants. */
export function batchNormSpace(channels: i32): i32 {
  return up4(channels) * (2 * 8 + 5 * 4);
}

/** Adds the f32 lanes of `value` to four f64 at `to`. */
// @ts-ignore: decorator
@inline
function addWide(to: usize, value: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(value)));
  const high = v128.shuffle<u64>(value, value, 1, 1);
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** Sums of (x - pivot) and its square over `rows` rows (at most a block) of one group. */
function blockMoments(x: usize, rowBytes: usize, rows: i32, pivot: v128, lanes: i32, sums: usize, squares: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0, q0 = a0, q1 = a0;
  if (lanes == 4) {
    for (; rows > 1; rows -= 2) {
      const v0 = f32x4.sub(v128.load(x), pivot);
      x += rowBytes;
      const v1 = f32x4.sub(v128.load(x), pivot);
      x += rowBytes;
      a0 = f32x4.add(a0, v0);
      a1 = f32x4.add(a1, v1);
      q0 = f32x4.add(q0, f32x4.mul(v0, v0));
      q1 = f32x4.add(q1, f32x4.mul(v1, v1));
    }
  }
  for (; rows > 0; rows--) {
    const v0 = f32x4.sub(loadLanes(x, lanes), pivot);
    x += rowBytes;
    a0 = f32x4.add(a0, v0);
    q0 = f32x4.add(q0, f32x4.mul(v0, v0));
  }
  addWide(sums, f32x4.add(a0, a1));
  addWide(squares, f32x4.add(q0, q1));
}

/** Adds the moments of `rows` rows, about the values in `pivots`, to f64 sums. */
export function addMoments(x: usize, rows: i32, channels: i32, pivots: usize, sums: usize, squares: usize): void {
  const rowBytes = <usize>channels << 2;
  const block = blockOf(channels);
  for (let r = 0; r < rows; r += block) {
    const count = min(block, rows - r);
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const lanes = min(4, channels - c);
      blockMoments(x + at, rowBytes, count, loadLanes(pivots + at, lanes), lanes, sums + 2 * at, squares + 2 * at);
    }
    x += <usize>count * rowBytes;
  }
}

/** Turns sums about the pivots into mean and biased variance. */
export function closeMoments(rows: i32, channels: i32, pivots: usize, sums: usize, squares: usize, mean: usize, variance: usize): void {
  for (let c = 0; c < channels; c++) {
    const shift = load<f64>(sums + (<usize>c << 3)) / <f64>rows;
    const spread = load<f64>(squares + (<usize>c << 3)) / <f64>rows - shift * shift;
    store<f32>(mean + (<usize>c << 2), <f32>(<f64>load<f32>(pivots + (<usize>c << 2)) + shift));
    store<f32>(variance + (<usize>c << 2), <f32>(spread < 0 ? 0 : spread));
  }
}

/** Writes, per channel, y = x * scale + shift. Absent gamma or beta is 0 as a pointer. */
export function scaleAndShift(channels: i32, mean: usize, variance: usize, gamma: usize, beta: usize, epsilon: f64, scales: usize, shifts: usize): void {
  for (let i: usize = 0; i < <usize>channels << 2; i += 4) {
    const inverse = 1 / sqrt<f64>(<f64>load<f32>(variance + i) + epsilon);
    const scale = <f32>(inverse * (gamma != 0 ? <f64>load<f32>(gamma + i) : 1));
    store<f32>(scales + i, scale);
    store<f32>(shifts + i, (beta != 0 ? load<f32>(beta + i) : 0) - load<f32>(mean + i) * scale);
  }
}

// @ts-ignore: decorator
@inline
function applyRows(x: usize, y: usize, rowBytes: usize, rows: i32, scale: v128, shift: v128, relu: bool): void {
  for (; rows > 0; rows--) {
    const value = f32x4.add(f32x4.mul(v128.load(x), scale), shift);
    v128.store(y, relu ? rectify(value) : value);
    x += rowBytes;
    y += rowBytes;
  }
}

/** y = x * scale + shift for each channel, rectified if `relu`. */
export function applyScale(x: usize, y: usize, rows: i32, channels: i32, scales: usize, shifts: usize, relu: bool): void {
  const rowBytes = <usize>channels << 2;
  const block = blockOf(channels);
  for (let r = 0; r < rows; r += block) {
    const count = min(block, rows - r);
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const lanes = min(4, channels - c);
      const scale = loadLanes(scales + at, lanes);
      const shift = loadLanes(shifts + at, lanes);
      if (lanes == 4) {
        if (relu) applyRows(x + at, y + at, rowBytes, count, scale, shift, true);
        else applyRows(x + at, y + at, rowBytes, count, scale, shift, false);
        continue;
      }
      for (let i = 0; i < count; i++) {
        const place = at + <usize>i * rowBytes;
        const value = f32x4.add(f32x4.mul(loadLanes(x + place, lanes), scale), shift);
        storeLanes(y + place, relu ? rectify(value) : value, lanes);
      }
    }
    x += <usize>count * rowBytes;
    y += <usize>count * rowBytes;
  }
}

/** Training mode. `mean` and `variance` are outputs. */
export function batchNorm(x: usize, gamma: usize, beta: usize, y: usize, mean: usize, variance: usize, rows: i32, channels: i32, epsilon: f64, relu: bool, space: usize): void {
  const wide = <usize>up4(channels) << 3;
  const sums = space;
  const squares = sums + wide;
  const scales = squares + wide;
  const shifts = scales + (wide >> 1);
  memory.fill(sums, 0, 2 * wide);
  // The first row is the pivot: it is near the mean as far as the spread goes, which keeps the squares small.
  addMoments(x, rows, channels, x, sums, squares);
  closeMoments(rows, channels, x, sums, squares, mean, variance);
  scaleAndShift(channels, mean, variance, gamma, beta, epsilon, scales, shifts);
  applyScale(x, y, rows, channels, scales, shifts, relu);
}

export function batchNormEval(x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, y: usize, rows: i32, channels: i32, epsilon: f64, relu: bool, space: usize): void {
  const shifts = space + (<usize>up4(channels) << 2);
  scaleAndShift(channels, mean, variance, gamma, beta, epsilon, space, shifts);
  applyScale(x, y, rows, channels, space, shifts, relu);
}

// @ts-ignore: decorator
@inline
function upstream(dy: v128, x: v128, scale: v128, shift: v128, relu: bool): v128 {
  return relu ? maskBy(dy, f32x4.add(f32x4.mul(x, scale), shift)) : dy;
}

// @ts-ignore: decorator
@inline
function blockDots(dy: usize, x: usize, rowBytes: usize, rows: i32, center: v128, scale: v128, shift: v128, relu: bool, lanes: i32, sums: usize, dots: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0, q0 = a0, q1 = a0;
  if (lanes == 4) {
    for (; rows > 1; rows -= 2) {
      const x0 = v128.load(x);
      const u0 = upstream(v128.load(dy), x0, scale, shift, relu);
      x += rowBytes;
      dy += rowBytes;
      const x1 = v128.load(x);
      const u1 = upstream(v128.load(dy), x1, scale, shift, relu);
      x += rowBytes;
      dy += rowBytes;
      a0 = f32x4.add(a0, u0);
      a1 = f32x4.add(a1, u1);
      q0 = f32x4.add(q0, f32x4.mul(u0, f32x4.sub(x0, center)));
      q1 = f32x4.add(q1, f32x4.mul(u1, f32x4.sub(x1, center)));
    }
  }
  for (; rows > 0; rows--) {
    const x0 = loadLanes(x, lanes);
    const u0 = upstream(loadLanes(dy, lanes), x0, scale, shift, relu);
    x += rowBytes;
    dy += rowBytes;
    a0 = f32x4.add(a0, u0);
    q0 = f32x4.add(q0, f32x4.mul(u0, f32x4.sub(x0, center)));
  }
  addWide(sums, f32x4.add(a0, a1));
  addWide(dots, f32x4.add(q0, q1));
}

/** Adds, per channel, the sums of dy and of dy * (x - mean) to f64 sums; dy counts where the output was positive. */
export function addDots(dy: usize, x: usize, rows: i32, channels: i32, mean: usize, scales: usize, shifts: usize, relu: bool, sums: usize, dots: usize): void {
  const rowBytes = <usize>channels << 2;
  const block = blockOf(channels);
  for (let r = 0; r < rows; r += block) {
    const count = min(block, rows - r);
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const lanes = min(4, channels - c);
      const center = loadLanes(mean + at, lanes);
      const scale = loadLanes(scales + at, lanes);
      const shift = loadLanes(shifts + at, lanes);
      if (relu) blockDots(dy + at, x + at, rowBytes, count, center, scale, shift, true, lanes, sums + 2 * at, dots + 2 * at);
      else blockDots(dy + at, x + at, rowBytes, count, center, scale, shift, false, lanes, sums + 2 * at, dots + 2 * at);
    }
    x += <usize>count * rowBytes;
    dy += <usize>count * rowBytes;
  }
}

/** dGamma and dBeta from the sums, and the constants of dx = dy * scale + x * slope + offset. */
export function closeDots(rows: i32, channels: i32, mean: usize, variance: usize, epsilon: f64, training: bool, sums: usize, dots: usize, scales: usize, slopes: usize, offsets: usize, dGamma: usize, dBeta: usize): void {
  for (let c: usize = 0; c < <usize>channels; c++) {
    const i = c << 2;
    const inverse = 1 / sqrt<f64>(<f64>load<f32>(variance + i) + epsilon);
    const sum = load<f64>(sums + (c << 3));
    const dot = load<f64>(dots + (c << 3)) * inverse;
    store<f32>(dBeta + i, <f32>sum);
    store<f32>(dGamma + i, <f32>dot);
    const scale = <f64>load<f32>(scales + i);
    const slope = training ? (-scale * inverse * dot) / <f64>rows : 0;
    const offset = training ? (-scale * sum) / <f64>rows - slope * <f64>load<f32>(mean + i) : 0;
    store<f32>(slopes + i, <f32>slope);
    store<f32>(offsets + i, <f32>offset);
  }
}

// @ts-ignore: decorator
@inline
function backRows(dy: usize, x: usize, dx: usize, rowBytes: usize, rows: i32, scale: v128, shift: v128, slope: v128, offset: v128, relu: bool): void {
  for (; rows > 0; rows--) {
    const value = v128.load(x);
    const up = upstream(v128.load(dy), value, scale, shift, relu);
    v128.store(dx, f32x4.add(f32x4.mul(up, scale), f32x4.add(f32x4.mul(value, slope), offset)));
    x += rowBytes;
    dy += rowBytes;
    dx += rowBytes;
  }
}

/** dx = dy * scale + x * slope + offset; dy counts where the output was positive. */
export function applyBack(dy: usize, x: usize, dx: usize, rows: i32, channels: i32, scales: usize, shifts: usize, slopes: usize, offsets: usize, relu: bool): void {
  const rowBytes = <usize>channels << 2;
  const block = blockOf(channels);
  for (let r = 0; r < rows; r += block) {
    const count = min(block, rows - r);
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const lanes = min(4, channels - c);
      const scale = loadLanes(scales + at, lanes);
      const shift = loadLanes(shifts + at, lanes);
      const slope = loadLanes(slopes + at, lanes);
      const offset = loadLanes(offsets + at, lanes);
      if (lanes == 4) {
        if (relu) backRows(dy + at, x + at, dx + at, rowBytes, count, scale, shift, slope, offset, true);
        else backRows(dy + at, x + at, dx + at, rowBytes, count, scale, shift, slope, offset, false);
        continue;
      }
      for (let i = 0; i < count; i++) {
        const place = at + <usize>i * rowBytes;
        const value = loadLanes(x + place, lanes);
        const up = upstream(loadLanes(dy + place, lanes), value, scale, shift, relu);
        storeLanes(dx + place, f32x4.add(f32x4.mul(up, scale), f32x4.add(f32x4.mul(value, slope), offset)), lanes);
      }
    }
    x += <usize>count * rowBytes;
    dy += <usize>count * rowBytes;
    dx += <usize>count * rowBytes;
  }
}

/** Both modes: without `training` the statistics are constants. */
export function batchNormBack(dy: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, dx: usize, dGamma: usize, dBeta: usize, rows: i32, channels: i32, epsilon: f64, relu: bool, training: bool, space: usize): void {
  const wide = <usize>up4(channels) << 3;
  const narrow = wide >> 1;
  const dots = space + wide;
  const scales = dots + wide;
  const shifts = scales + narrow;
  const slopes = shifts + narrow;
  const offsets = slopes + narrow;
  memory.fill(space, 0, 2 * wide);
  scaleAndShift(channels, mean, variance, gamma, beta, epsilon, scales, shifts);
  addDots(dy, x, rows, channels, mean, scales, shifts, relu, space, dots);
  closeDots(rows, channels, mean, variance, epsilon, training, space, dots, scales, slopes, offsets, dGamma, dBeta);
  applyBack(dy, x, dx, rows, channels, scales, shifts, slopes, offsets, relu);
}
