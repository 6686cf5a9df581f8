// Passes over flat arrays of `count` floats.
import { loadLanes, maskBy, rectify, storeLanes } from './lanes';

// A block of the output that stays in the first-level cache while the inputs pass over it.
// @ts-ignore: decorator
@inline
const BLOCK: i32 = 1024;

export function relu(x: usize, y: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(y, rectify(v128.load(x)));
    x += 16;
    y += 16;
  }
  if (count > 0) storeLanes(y, rectify(loadLanes(x, count)), count);
}

export function reluBack(dy: usize, y: usize, dx: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(dx, maskBy(v128.load(dy), v128.load(y)));
    dy += 16;
    y += 16;
    dx += 16;
  }
  if (count > 0) storeLanes(dx, maskBy(loadLanes(dy, count), loadLanes(y, count)), count);
}

/** y = x * factor; may be in place. */
export function scale(x: usize, y: usize, count: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  for (; count >= 4; count -= 4) {
    v128.store(y, f32x4.mul(v128.load(x), f));
    x += 16;
    y += 16;
  }
  if (count > 0) storeLanes(y, f32x4.mul(loadLanes(x, count), f), count);
}

export function add(a: usize, b: usize, y: usize, count: i32): void {
  for (; count >= 8; count -= 8) {
    v128.store(y, f32x4.add(v128.load(a), v128.load(b)));
    v128.store(y, f32x4.add(v128.load(a, 16), v128.load(b, 16)), 16);
    a += 32;
    b += 32;
    y += 32;
  }
  for (; count > 0; count -= 4) {
    storeLanes(y, f32x4.add(loadLanes(a, count), loadLanes(b, count)), count);
    a += 16;
    b += 16;
    y += 16;
  }
}

/** y = sum of the arrays whose addresses are in `pointers`, in order. */
export function addN(pointers: usize, tensors: i32, y: usize, count: i32): void {
  const end = y + (<usize>count << 2);
  let at: usize = 0;
  for (let to = y; to < end; to += BLOCK * 4) {
    const size = min<i32>(BLOCK, <i32>((end - to) >> 2));
    add(load<usize>(pointers) + at, load<usize>(pointers, 4) + at, to, size);
    for (let i = 2; i < tensors; i++) add(to, load<usize>(pointers + (<usize>i << 2)) + at, to, size);
    at += BLOCK * 4;
  }
}

/** y += or = a * wa + b * wb */
// @ts-ignore: decorator
@inline
function blendTwo(a: usize, b: usize, wa: v128, wb: v128, y: usize, count: i32, onTop: bool): void {
  for (; count >= 4; count -= 4) {
    const sum = f32x4.add(f32x4.mul(v128.load(a), wa), f32x4.mul(v128.load(b), wb));
    v128.store(y, onTop ? f32x4.add(v128.load(y), sum) : sum);
    a += 16;
    b += 16;
    y += 16;
  }
  if (count > 0) {
    const sum = f32x4.add(f32x4.mul(loadLanes(a, count), wa), f32x4.mul(loadLanes(b, count), wb));
    storeLanes(y, onTop ? f32x4.add(loadLanes(y, count), sum) : sum, count);
  }
}

// @ts-ignore: decorator
@inline
function blendOne(a: usize, wa: v128, y: usize, count: i32, onTop: bool): void {
  for (; count >= 4; count -= 4) {
    const value = f32x4.mul(v128.load(a), wa);
    v128.store(y, onTop ? f32x4.add(v128.load(y), value) : value);
    a += 16;
    y += 16;
  }
  if (count > 0) {
    const value = f32x4.mul(loadLanes(a, count), wa);
    storeLanes(y, onTop ? f32x4.add(loadLanes(y, count), value) : value, count);
  }
}

/** y = sum of weights[i] * tensor i. */
export function mixedSum(pointers: usize, weights: usize, tensors: i32, y: usize, count: i32): void {
  let at: usize = 0;
  for (let left = count; left > 0; left -= BLOCK) {
    const size = min(BLOCK, left);
    const to = y + at;
    let i = 0;
    for (; i + 2 <= tensors; i += 2) {
      const slot = pointers + (<usize>i << 2);
      const w = weights + (<usize>i << 2);
      const a = load<usize>(slot) + at;
      const b = load<usize>(slot, 4) + at;
      if (i == 0) blendTwo(a, b, v128.load32_splat(w), v128.load32_splat(w, 4), to, size, false);
      else blendTwo(a, b, v128.load32_splat(w), v128.load32_splat(w, 4), to, size, true);
    }
    if (i < tensors) {
      const a = load<usize>(pointers + (<usize>i << 2)) + at;
      const w = v128.load32_splat(weights + (<usize>i << 2));
      if (i == 0) blendOne(a, w, to, size, false);
      else blendOne(a, w, to, size, true);
    }
    at += BLOCK * 4;
  }
}

// @ts-ignore: decorator
@inline
function lanesOf(value: v128): f64 {
  const pairs = f64x2.add(
    f64x2.promote_low_f32x4(value),
    f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 1)),
  );
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}

/** dx = dy * weight, and the sum of dy * x. */
// @ts-ignore: decorator
@inline
function shareAndDot(dy: usize, x: usize, dx: usize, weight: v128, count: i32): f64 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (; count >= 8; count -= 8) {
    const u0 = v128.load(dy);
    const u1 = v128.load(dy, 16);
    v128.store(dx, f32x4.mul(u0, weight));
    v128.store(dx, f32x4.mul(u1, weight), 16);
    s0 = f32x4.add(s0, f32x4.mul(u0, v128.load(x)));
    s1 = f32x4.add(s1, f32x4.mul(u1, v128.load(x, 16)));
    dy += 32;
    x += 32;
    dx += 32;
  }
  for (; count > 0; count -= 4) {
    const up = loadLanes(dy, count);
    storeLanes(dx, f32x4.mul(up, weight), count);
    s0 = f32x4.add(s0, f32x4.mul(up, loadLanes(x, count)));
    dy += 16;
    x += 16;
    dx += 16;
  }
  return lanesOf(f32x4.add(s0, s1));
}

/** The gradients of `mixedSum`. `pointers` lists the tensors, then their gradients; `sums` is scratch, f64 each; 0 leaves dWeights out. */
export function mixedSumBack(dy: usize, pointers: usize, weights: usize, tensors: i32, dWeights: usize, count: i32, sums: usize): void {
  if (sums != 0) memory.fill(sums, 0, <usize>tensors << 3);
  let at: usize = 0;
  for (let left = count; left > 0; left -= BLOCK) {
    const size = min(BLOCK, left);
    for (let i = 0; i < tensors; i++) {
      const x = load<usize>(pointers + (<usize>i << 2)) + at;
      const dx = load<usize>(pointers + (<usize>(tensors + i) << 2)) + at;
      const weight = v128.load32_splat(weights + (<usize>i << 2));
      if (sums == 0) {
        scale(dy + at, dx, size, load<f32>(weights + (<usize>i << 2)));
        continue;
      }
      const sum = sums + (<usize>i << 3);
      store<f64>(sum, load<f64>(sum) + shareAndDot(dy + at, x, dx, weight, size));
    }
    at += BLOCK * 4;
  }
  if (sums == 0) return;
  for (let i: usize = 0; i < <usize>tensors; i++) store<f32>(dWeights + (i << 2), <f32>load<f64>(sums + (i << 3)));
}

/** Copies `rows` rows of `bytes` bytes between arrays of different row lengths. Serves concat and split. */
export function copyRows(from: usize, fromStep: usize, to: usize, toStep: usize, rows: i32, bytes: usize): void {
  for (; rows > 0; rows--) {
    let left = bytes;
    let a = from;
    let b = to;
    for (; left >= 16; left -= 16) {
      v128.store(b, v128.load(a));
      a += 16;
      b += 16;
    }
    for (; left > 0; left -= 4) {
      store<f32>(b, load<f32>(a));
      a += 4;
      b += 4;
    }
    from += fromStep;
    to += toStep;
  }
}

/** y[i] = table[indices[i]]; returns the position of the first index that is no row, or -1. */
export function gather(table: usize, rows: i32, width: i32, indices: usize, count: i32, y: usize): i32 {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++) {
    const row = load<u32>(indices + (<usize>i << 2));
    if (row >= <u32>rows) return i;
    memory.copy(y, table + <usize>row * bytes, bytes);
    y += bytes;
  }
  return -1;
}

/** table[indices[i]] += dy[i], in order, into a table of zeros. */
export function scatterAdd(dy: usize, rows: i32, width: i32, indices: usize, count: i32, table: usize): void {
  const bytes = <usize>width << 2;
  memory.fill(table, 0, <usize>rows * bytes);
  for (let i = 0; i < count; i++) {
    const to = table + <usize>load<u32>(indices + (<usize>i << 2)) * bytes;
    add(to, dy, to, width);
    dy += bytes;
  }
}
