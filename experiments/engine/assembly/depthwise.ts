// Depthwise convolution, four channels at a time. One image's four channels are copied into a plane whose pixels
// are 16 bytes apart, with the padding as zeros, so that every tap is a load at a constant offset. Columns are
// sorted by their remainder modulo the stride (or the dilation): then neighbouring outputs read neighbouring
// columns whatever the stride and dilation, and one loop serves all. A row of taps is cut into runs of up to
// three that read adjacent columns: 6 pixels, 3 weights and 4 sums fit in the vector registers.
import { loadLanes, maskBy, rectify, storeLanes } from './lanes';

/** How one call slides: prepared once, at the head of the scratch. Followed by the three tables. */
@unmanaged
export class Plan {
  /** Runs of three, two and one taps. */
  threes: i32;
  twos: i32;
  ones: i32;
  taps: i32;
  /** Columns of the plane are sorted by their remainder modulo this. */
  modulus: i32;
  /** Outputs are computed by their remainder modulo this. */
  outPhases: i32;
  /** Bytes of one remainder's columns, of one row, and of the plane. */
  phaseBytes: i32;
  rowBytes: i32;
  planeBytes: i32;
  rows: i32;
  columns: i32;
  outHeight: i32;
  outWidth: i32;
  /** Outputs of one remainder in a row, rounded up to a multiple of 4. */
  quota: i32;
  strideHeight: i32;
  /** Byte offset of each run in the plane; the tap number of each tap, in the order of the runs. */
  runs: usize;
  tapOrder: usize;
  weights: usize;
  plane: usize;
}

// @ts-ignore: decorator
@inline
function up4(value: i32): i32 {
  return (value + 3) & ~3;
}

// @ts-ignore: decorator
@inline
export const PLAN_BYTES: usize = 128;

/** Appends the runs of exactly `length` taps to the tables; returns how many. */
function listRuns(plan: Plan, length: i32, kh: i32, kw: i32, sw: i32, dh: i32, dw: i32, run: usize, tap: usize): i32 {
  let found = 0;
  const spacing = sw == 1 ? 1 : dw;
  const modulus = sw;
  for (let ky = 0; ky < kh; ky++) {
    for (let phase = 0; phase < modulus; phase++) {
      let kx = 0;
      while (kx < kw) {
        if ((kx * spacing) % modulus != phase) {
          kx++;
          continue;
        }
        const start = (kx * spacing) / modulus;
        let step = 1;
        let count = 1;
        // The next tap of this remainder, if it reads the next column.
        for (let next = kx + 1; next < kw && count < 3; next++) {
          if ((next * spacing) % modulus != phase) continue;
          if ((next * spacing) / modulus != start + count) break;
          if (count == 1) step = next - kx;
          count++;
        }
        if (count == length) {
          const offset = ky * dh * plan.rowBytes + phase * plan.phaseBytes + start * 16;
          store<i32>(run, offset);
          run += 4;
          for (let i = 0; i < count; i++) {
            store<i32>(tap, ky * kw + kx + i * step);
            tap += 4;
          }
          found++;
        }
        kx += step * (count - 1) + 1;
      }
    }
  }
  return found;
}

/** Bytes of scratch for a plan with its tables, weights and plane. */
export function planBytes(channels: i32, outHeight: i32, outWidth: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32): i32 {
  const modulus = sw == 1 ? dw : sw;
  const outPhases = sw == 1 ? dw : 1;
  const quota = up4((outWidth + outPhases - 1) / outPhases);
  const perPhase = quota + ((kw - 1) * dw) / modulus + 1;
  const rows = (outHeight - 1) * sh + (kh - 1) * dh + 1;
  const taps = kh * kw;
  return PLAN_BYTES + taps * 8 + up4(channels) * taps * 4 + rows * modulus * perPhase * 16;
}

/** Lays out a plan at `at` and empties its plane. */
export function makePlan(at: usize, channels: i32, outHeight: i32, outWidth: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32): Plan {
  const plan = changetype<Plan>(at);
  const modulus = sw == 1 ? dw : sw;
  const outPhases = sw == 1 ? dw : 1;
  const taps = kh * kw;
  plan.taps = taps;
  plan.modulus = modulus;
  plan.outPhases = outPhases;
  plan.quota = up4((outWidth + outPhases - 1) / outPhases);
  const perPhase = plan.quota + ((kw - 1) * dw) / modulus + 1;
  plan.phaseBytes = perPhase * 16;
  plan.rowBytes = modulus * plan.phaseBytes;
  plan.rows = (outHeight - 1) * sh + (kh - 1) * dh + 1;
  plan.columns = perPhase * modulus;
  plan.planeBytes = plan.rows * plan.rowBytes;
  plan.outHeight = outHeight;
  plan.outWidth = outWidth;
  plan.strideHeight = sh;
  plan.runs = at + PLAN_BYTES;
  plan.tapOrder = plan.runs + <usize>(taps * 4);
  plan.weights = plan.tapOrder + <usize>(taps * 4);
  plan.plane = plan.weights + <usize>(up4(channels) * taps * 4);
  plan.threes = listRuns(plan, 3, kh, kw, sw, dh, dw, plan.runs, plan.tapOrder);
  let run = plan.runs + <usize>(plan.threes * 4);
  let tap = plan.tapOrder + <usize>(plan.threes * 12);
  plan.twos = listRuns(plan, 2, kh, kw, sw, dh, dw, run, tap);
  run += <usize>(plan.twos * 4);
  tap += <usize>(plan.twos * 8);
  plan.ones = listRuns(plan, 1, kh, kw, sw, dh, dw, run, tap);
  memory.fill(plan.plane, 0, plan.planeBytes);
  return plan;
}

/** Orders a filter [taps][channels] as [channels / 4][taps][4]; `turned` reverses the taps. */
export function loadWeights(plan: Plan, filter: usize, channels: i32, turned: bool): void {
  let to = plan.weights;
  for (let c = 0; c < channels; c += 4) {
    for (let i = 0; i < plan.taps; i++) {
      const tap = load<i32>(plan.tapOrder + (<usize>i << 2));
      const row = turned ? plan.taps - 1 - tap : tap;
      v128.store(to, loadLanes(filter + (<usize>(row * channels + c) << 2), min(4, channels - c)));
      to += 16;
    }
  }
}

/**
 * Copies four channels of an image into the plane. Source row i lands in row `top + i * step`, and columns
 * alike; what falls outside the plane is left out. With a step above 1 the rest stays zero. `groups` is 1, or 4 to
 * fill four planes with the sixteen channels that share a cache line.
 */
export function fillPlane(plan: Plan, image: usize, height: i32, width: i32, pixelBytes: usize, lanes: i32, top: i32, left: i32, stepY: i32, stepX: i32, relu: bool, groups: i32): void {
  const modulus = plan.modulus;
  const first = left < 0 ? (-left + stepX - 1) / stepX : 0;
  const end = min(width, (plan.columns - left + stepX - 1) / stepX);
  // Columns this far apart have the same remainder.
  let period = 1;
  while ((period * stepX) % modulus != 0) period++;
  const advance = <usize>((period * stepX) / modulus) << 4;
  const stride = pixelBytes * period;
  for (let j = first; j < min(first + period, end); j++) {
    const column = left + j * stepX;
    const offset = (column % modulus) * plan.phaseBytes + (column / modulus) * 16;
    const count = (end - j + period - 1) / period;
    for (let i = 0; i < height; i++) {
      const row = top + i * stepY;
      if (row < 0) continue;
      if (row >= plan.rows) break;
      const from = image + <usize>(i * width + j) * pixelBytes;
      const to = plan.plane + <usize>(row * plan.rowBytes + offset);
      if (lanes < 4) copySomeLanes(from, stride, to, advance, count, lanes, relu);
      else if (groups == 4) {
        if (relu) copyFour(from, stride, to, advance, plan.planeBytes, count, true);
        else copyFour(from, stride, to, advance, plan.planeBytes, count, false);
      }
      else if (relu) copyPixels(from, stride, to, advance, count, true);
      else copyPixels(from, stride, to, advance, count, false);
    }
  }
}

// @ts-ignore: decorator
@inline
function copyFour(from: usize, stride: usize, to: usize, advance: usize, planeBytes: usize, count: i32, relu: bool): void {
  const second = planeBytes, third = 2 * planeBytes, fourth = 3 * planeBytes;
  for (; count > 0; count--) {
    v128.store(to, relu ? rectify(v128.load(from)) : v128.load(from));
    v128.store(to + second, relu ? rectify(v128.load(from, 16)) : v128.load(from, 16));
    v128.store(to + third, relu ? rectify(v128.load(from, 32)) : v128.load(from, 32));
    v128.store(to + fourth, relu ? rectify(v128.load(from, 48)) : v128.load(from, 48));
    from += stride;
    to += advance;
  }
}

// @ts-ignore: decorator
@inline
function copyPixels(from: usize, stride: usize, to: usize, advance: usize, count: i32, relu: bool): void {
  for (; count > 0; count--) {
    v128.store(to, relu ? rectify(v128.load(from)) : v128.load(from));
    from += stride;
    to += advance;
  }
}

function copySomeLanes(from: usize, stride: usize, to: usize, advance: usize, count: i32, lanes: i32, relu: bool): void {
  for (; count > 0; count--) {
    const value = loadLanes(from, lanes);
    v128.store(to, relu ? rectify(value) : value);
    from += stride;
    to += advance;
  }
}

function putPixel(to: usize, value: v128, mask: usize, lanes: i32): void {
  storeLanes(to, mask != 0 ? maskBy(value, loadLanes(mask, lanes)) : value, lanes);
}

/** Stores up to four neighbouring pixels, 0 where the mask at `by` (if not 0) is not positive. */
// @ts-ignore: decorator
@inline
function putPixels(to: usize, by: usize, step: usize, left: i32, lanes: i32, s0: v128, s1: v128, s2: v128, s3: v128): void {
  if (left > 3 && lanes == 4) {
    if (by != 0) {
      s0 = maskBy(s0, v128.load(by));
      s1 = maskBy(s1, v128.load(by + step));
      s2 = maskBy(s2, v128.load(by + 2 * step));
      s3 = maskBy(s3, v128.load(by + 3 * step));
    }
    v128.store(to, s0);
    v128.store(to + step, s1);
    v128.store(to + 2 * step, s2);
    v128.store(to + 3 * step, s3);
    return;
  }
  const byStep = by != 0 ? step : 0;
  putPixel(to, s0, by, lanes);
  if (left > 1) putPixel(to + step, s1, by + byStep, lanes);
  if (left > 2) putPixel(to + 2 * step, s2, by + 2 * byStep, lanes);
  if (left > 3) putPixel(to + 3 * step, s3, by + 3 * byStep, lanes);
}

/**
 * Convolves the plane with the weights of one group into `rows` rows of an image of `pixelBytes` a pixel. `mask`, if
 * not 0, is an image of the same layout: outputs become 0 where it is not positive.
 */
export function slidePlane(plan: Plan, group: i32, firstRow: i32, rows: i32, out: usize, pixelBytes: usize, lanes: i32, mask: usize): void {
  const weights = plan.weights + <usize>(group * plan.taps * 16);
  const threes = plan.threes;
  const twos = plan.twos;
  const ones = plan.ones;
  const phases = plan.outPhases;
  const stepBytes = pixelBytes * phases;
  const rowStep = <usize>(plan.strideHeight * plan.rowBytes);
  const outRowBytes = <usize>plan.outWidth * pixelBytes;
  for (let phase = 0; phase < phases; phase++) {
    const count = (plan.outWidth - phase + phases - 1) / phases;
    let row = plan.plane + <usize>(phase * plan.phaseBytes) + <usize>firstRow * rowStep;
    let outRow = <usize>phase * pixelBytes + <usize>firstRow * outRowBytes;
    for (let i = rows; i > 0; i--) {
      let from = row;
      let place = outRow;
      row += rowStep;
      outRow += outRowBytes;
      for (let left = count; left > 0; left -= 4) {
        let s0 = f32x4.splat(0);
        let s1 = s0, s2 = s0, s3 = s0;
        let w = weights;
        let run = plan.runs;
        for (let i = threes; i > 0; i--) {
          const p = from + load<u32>(run);
          const x0 = v128.load(p), x1 = v128.load(p, 16), x2 = v128.load(p, 32);
          const x3 = v128.load(p, 48), x4 = v128.load(p, 64), x5 = v128.load(p, 80);
          const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32);
          s0 = f32x4.add(f32x4.add(f32x4.add(s0, f32x4.mul(x0, w0)), f32x4.mul(x1, w1)), f32x4.mul(x2, w2));
          s1 = f32x4.add(f32x4.add(f32x4.add(s1, f32x4.mul(x1, w0)), f32x4.mul(x2, w1)), f32x4.mul(x3, w2));
          s2 = f32x4.add(f32x4.add(f32x4.add(s2, f32x4.mul(x2, w0)), f32x4.mul(x3, w1)), f32x4.mul(x4, w2));
          s3 = f32x4.add(f32x4.add(f32x4.add(s3, f32x4.mul(x3, w0)), f32x4.mul(x4, w1)), f32x4.mul(x5, w2));
          w += 48;
          run += 4;
        }
        for (let i = twos; i > 0; i--) {
          const p = from + load<u32>(run);
          const x0 = v128.load(p), x1 = v128.load(p, 16), x2 = v128.load(p, 32);
          const x3 = v128.load(p, 48), x4 = v128.load(p, 64);
          const w0 = v128.load(w), w1 = v128.load(w, 16);
          s0 = f32x4.add(f32x4.add(s0, f32x4.mul(x0, w0)), f32x4.mul(x1, w1));
          s1 = f32x4.add(f32x4.add(s1, f32x4.mul(x1, w0)), f32x4.mul(x2, w1));
          s2 = f32x4.add(f32x4.add(s2, f32x4.mul(x2, w0)), f32x4.mul(x3, w1));
          s3 = f32x4.add(f32x4.add(s3, f32x4.mul(x3, w0)), f32x4.mul(x4, w1));
          w += 32;
          run += 4;
        }
        for (let i = ones; i > 0; i--) {
          const p = from + load<u32>(run);
          const w0 = v128.load(w);
          s0 = f32x4.add(s0, f32x4.mul(v128.load(p), w0));
          s1 = f32x4.add(s1, f32x4.mul(v128.load(p, 16), w0));
          s2 = f32x4.add(s2, f32x4.mul(v128.load(p, 32), w0));
          s3 = f32x4.add(s3, f32x4.mul(v128.load(p, 48), w0));
          w += 16;
          run += 4;
        }
        putPixels(out + place, mask != 0 ? mask + place : 0, stepBytes, left, lanes, s0, s1, s2, s3);
        place += 4 * stepBytes;
        from += 64;
      }
    }
  }
}

/** Bytes of a dy plane for `correlatePlane`. */
// @ts-ignore: decorator
@inline
export function dyPlaneBytes(plan: Plan): i32 {
  return plan.outHeight * plan.outPhases * plan.quota * 16;
}

/** Copies four channels of dy in the order in which `slidePlane` visits outputs; the rest must be zero already. */
export function fillDyPlane(plan: Plan, dyPlane: usize, dy: usize, pixelBytes: usize, lanes: i32): void {
  const phases = plan.outPhases;
  const stepBytes = pixelBytes * phases;
  const toStep = <usize>(phases * plan.quota * 16);
  for (let phase = 0; phase < phases; phase++) {
    const count = (plan.outWidth - phase + phases - 1) / phases;
    let from = dy + <usize>phase * pixelBytes;
    let to = dyPlane + <usize>(phase * plan.quota * 16);
    for (let oy = plan.outHeight; oy > 0; oy--) {
      if (lanes == 4) copyPixels(from, stepBytes, to, 16, count, false);
      else copySomeLanes(from, stepBytes, to, 16, count, lanes, false);
      from += <usize>plan.outWidth * pixelBytes;
      to += toStep;
    }
  }
}

// @ts-ignore: decorator
@inline
function dot4(d0: v128, d1: v128, d2: v128, d3: v128, x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(d0, x0), f32x4.mul(d1, x1)),
    f32x4.add(f32x4.mul(d2, x2), f32x4.mul(d3, x3)),
  );
}

/** Adds, for each tap of one group, the sum over pixels of x times dy to `sums` [taps][4]. */
export function correlatePlane(plan: Plan, dyPlane: usize, sums: usize): void {
  const total = plan.threes + plan.twos + plan.ones;
  const phases = plan.outPhases;
  const tiles = plan.quota >> 2;
  let run = plan.runs;
  for (let i = 0; i < total; i++) {
    const offset = load<u32>(run);
    const length = i < plan.threes ? 3 : i < plan.threes + plan.twos ? 2 : 1;
    let a0 = f32x4.splat(0);
    let a1 = a0, a2 = a0;
    let d = dyPlane;
    for (let oy = 0; oy < plan.outHeight; oy++) {
      const row = plan.plane + offset + <usize>(oy * plan.strideHeight * plan.rowBytes);
      for (let phase = 0; phase < phases; phase++) {
        let p = row + <usize>(phase * plan.phaseBytes);
        if (length == 3) {
          for (let t = tiles; t > 0; t--) {
            const d0 = v128.load(d), d1 = v128.load(d, 16), d2 = v128.load(d, 32), d3 = v128.load(d, 48);
            const x0 = v128.load(p), x1 = v128.load(p, 16), x2 = v128.load(p, 32);
            const x3 = v128.load(p, 48), x4 = v128.load(p, 64), x5 = v128.load(p, 80);
            a0 = f32x4.add(a0, dot4(d0, d1, d2, d3, x0, x1, x2, x3));
            a1 = f32x4.add(a1, dot4(d0, d1, d2, d3, x1, x2, x3, x4));
            a2 = f32x4.add(a2, dot4(d0, d1, d2, d3, x2, x3, x4, x5));
            d += 64;
            p += 64;
          }
        } else if (length == 2) {
          for (let t = tiles; t > 0; t--) {
            const d0 = v128.load(d), d1 = v128.load(d, 16), d2 = v128.load(d, 32), d3 = v128.load(d, 48);
            const x0 = v128.load(p), x1 = v128.load(p, 16), x2 = v128.load(p, 32);
            const x3 = v128.load(p, 48), x4 = v128.load(p, 64);
            a0 = f32x4.add(a0, dot4(d0, d1, d2, d3, x0, x1, x2, x3));
            a1 = f32x4.add(a1, dot4(d0, d1, d2, d3, x1, x2, x3, x4));
            d += 64;
            p += 64;
          }
        } else {
          for (let t = tiles; t > 0; t--) {
            const d0 = v128.load(d), d1 = v128.load(d, 16), d2 = v128.load(d, 32), d3 = v128.load(d, 48);
            const x0 = v128.load(p), x1 = v128.load(p, 16), x2 = v128.load(p, 32), x3 = v128.load(p, 48);
            a0 = f32x4.add(a0, dot4(d0, d1, d2, d3, x0, x1, x2, x3));
            d += 64;
            p += 64;
          }
        }
      }
    }
    v128.store(sums, f32x4.add(v128.load(sums), a0));
    if (length > 1) v128.store(sums, f32x4.add(v128.load(sums, 16), a1), 16);
    if (length > 2) v128.store(sums, f32x4.add(v128.load(sums, 32), a2), 32);
    sums += <usize>length << 4;
    run += 4;
  }
}

/** Writes sums [channels / 4][taps][4], in the order of the runs, as a filter [taps][channels]. */
export function storeSums(plan: Plan, sums: usize, dFilter: usize, channels: i32): void {
  for (let c = 0; c < channels; c += 4) {
    for (let i = 0; i < plan.taps; i++) {
      const tap = load<i32>(plan.tapOrder + (<usize>i << 2));
      storeLanes(dFilter + (<usize>(tap * channels + c) << 2), v128.load(sums), min(4, channels - c));
      sums += 16;
    }
  }
}
