// Convolution as a matrix product over blocks of output pixels: the taps of each pixel are gathered into a row.
import { gemm, gemmTall, pack, packedBytes } from './gemm';

// @ts-ignore: decorator
@inline
const BLOCK: i32 = 128;

/** The image a filter slides over, in elements. It may be y instead of x, when the gradient runs backwards. */
@unmanaged
export class Slide {
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  windowHeight: i32;
  windowWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
}

// @ts-ignore: decorator
@inline
function up4(value: i32): i32 {
  return (value + 3) & ~3;
}

/** Whether a row of x already is the row of the matrix. */
function isPointwise(s: Slide): bool {
  return (
    s.windowHeight == 1 && s.windowWidth == 1 && s.strideHeight == 1 && s.strideWidth == 1 &&
    s.padTop == 0 && s.padLeft == 0 && s.outHeight == s.inHeight && s.outWidth == s.inWidth
  );
}

function taps(s: Slide): i32 {
  return s.windowHeight * s.windowWidth;
}

// @ts-ignore: decorator
@inline
function copyFloats(from: usize, to: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** For at least 4 floats: the last vector overlaps the one before, instead of a loop over the rest. */
// @ts-ignore: decorator
@inline
function copyRun(from: usize, to: usize, count: i32): void {
  const rest = <usize>(count - 4) << 2;
  for (let i: usize = 0; i < rest; i += 16) v128.store(to + i, v128.load(from + i));
  v128.store(to + rest, v128.load(from + rest));
}

// A loop, because a bulk fill costs a call out of the module.
// @ts-ignore: decorator
@inline
function zeroFloats(to: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, f32x4.splat(0));
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, 0);
    to += 4;
  }
}

/** Gathers one row of the window; without dilation its taps are adjacent in the image. */
function gatherRow(row: usize, left: i32, s: Slide, to: usize): void {
  const channels = s.inChannels;
  if (s.dilationWidth == 1) {
    const kx0 = min(s.windowWidth, max(0, -left));
    const kx1 = max(kx0, min(s.windowWidth, s.inWidth - left));
    zeroFloats(to, kx0 * channels);
    const inside = (kx1 - kx0) * channels;
    if (inside > 0) copyFloats(row + (<usize>((left + kx0) * channels) << 2), to + (<usize>(kx0 * channels) << 2), inside);
    zeroFloats(to + (<usize>(kx1 * channels) << 2), (s.windowWidth - kx1) * channels);
    return;
  }
  for (let kx = 0; kx < s.windowWidth; kx++) {
    const ix = left + kx * s.dilationWidth;
    if (ix >= 0 && ix < s.inWidth) copyFloats(row + (<usize>(ix * channels) << 2), to, channels);
    else zeroFloats(to, channels);
    to += <usize>channels << 2;
  }
}

/** Gathers the taps of output pixels `first` to `first + count` (over all images) into rows of `rowBytes`. */
function gatherTaps(x: usize, s: Slide, first: i32, count: i32, to: usize, rowBytes: usize): void {
  const pixels = s.outHeight * s.outWidth;
  const imageBytes = <usize>(s.inHeight * s.inWidth * s.inChannels) << 2;
  const inRowBytes = <usize>(s.inWidth * s.inChannels) << 2;
  const windowRow = s.windowWidth * s.inChannels;
  const padding = <i32>(rowBytes >> 2) - s.windowHeight * windowRow;
  // Without dilation a window between these columns is one run of floats.
  const inside = s.dilationWidth == 1 && windowRow >= 4;
  const rightmost = s.inWidth - s.windowWidth + 1;
  const image = first / pixels;
  const place = first - image * pixels;
  let base = x + <usize>image * imageBytes;
  let oy = place / s.outWidth;
  let ox = place - oy * s.outWidth;
  for (; count > 0; count--) {
    const left = ox * s.strideWidth - s.padLeft;
    let iy = oy * s.strideHeight - s.padTop;
    let cell = to;
    for (let ky = s.windowHeight; ky > 0; ky--) {
      if (iy >= 0 && iy < s.inHeight) {
        const row = base + <usize>iy * inRowBytes;
        if (inside && left >= 0 && left < rightmost) copyRun(row + (<usize>(left * s.inChannels) << 2), cell, windowRow);
        else gatherRow(row, left, s, cell);
      }
      else zeroFloats(cell, windowRow);
      cell += <usize>windowRow << 2;
      iy += s.dilationHeight;
    }
    zeroFloats(cell, padding);
    to += rowBytes;
    if (++ox < s.outWidth) continue;
    ox = 0;
    if (++oy < s.outHeight) continue;
    oy = 0;
    base += imageBytes;
  }
}

/** Adds rows of taps back to the pixels they came from. */
function scatterTaps(dx: usize, s: Slide, first: i32, count: i32, from: usize, rowBytes: usize): void {
  const pixels = s.outHeight * s.outWidth;
  const tapBytes = <usize>s.inChannels << 2;
  for (let i = first; i < first + count; i++) {
    const image = i / pixels;
    const place = i - image * pixels;
    const oy = place / s.outWidth;
    const top = oy * s.strideHeight - s.padTop;
    const left = (place - oy * s.outWidth) * s.strideWidth - s.padLeft;
    const base = dx + <usize>(image * s.inHeight * s.inWidth) * tapBytes;
    for (let ky = 0; ky < s.windowHeight; ky++) {
      const iy = top + ky * s.dilationHeight;
      if (iy < 0 || iy >= s.inHeight) continue;
      for (let kx = 0; kx < s.windowWidth; kx++) {
        const ix = left + kx * s.dilationWidth;
        if (ix < 0 || ix >= s.inWidth) continue;
        let cell = from + <usize>(ky * s.windowWidth + kx) * tapBytes;
        let to = base + <usize>(iy * s.inWidth + ix) * tapBytes;
        let c = 0;
        for (; c + 4 <= s.inChannels; c += 4) {
          v128.store(to, f32x4.add(v128.load(to), v128.load(cell)));
          cell += 16;
          to += 16;
        }
        for (; c < s.inChannels; c++) {
          store<f32>(to, load<f32>(to) + load<f32>(cell));
          cell += 4;
          to += 4;
        }
      }
    }
    from += rowBytes;
  }
}

/** Bytes of scratch for any of the three products. */
export function conv2dSpace(s: Slide): i32 {
  const depth = up4(taps(s) * s.inChannels);
  const flipped = taps(s) * s.inChannels * s.outChannels * 4;
  const packed = max(packedBytes(depth, s.outChannels), packedBytes(s.outChannels, depth));
  const rows = BLOCK * (depth + taps(s) * s.outChannels + up4(s.outChannels)) * 4;
  const sums = depth * up4(s.outChannels) * 4;
  return 128 + flipped + max(packed, packedBytes(taps(s) * s.outChannels, s.inChannels)) + rows + sums;
}

/** y = x * packed, where `packed` holds the filter as a matrix of taps by output channels. */
function slideOver(x: usize, packed: usize, y: usize, s: Slide, batch: i32, space: usize): void {
  const total = batch * s.outHeight * s.outWidth;
  const depth = taps(s) * s.inChannels;
  const yRow = <usize>s.outChannels << 2;
  const rowBytes = <usize>depth << 2;
  if (isPointwise(s)) {
    gemm(x, rowBytes, total, depth, packed, s.outChannels, y, yRow, false, space);
    return;
  }
  const rows = packed + packedBytes(depth, s.outChannels);
  for (let first = 0; first < total; first += BLOCK) {
    const count = min(BLOCK, total - first);
    gatherTaps(x, s, first, count, rows, rowBytes);
    gemm(rows, rowBytes, count, depth, packed, s.outChannels, y + <usize>first * yRow, yRow, false, space);
  }
}

export function conv2d(x: usize, filter: usize, y: usize, s: Slide, batch: i32, space: usize): void {
  const packed = space + 128;
  pack(filter, <usize>s.outChannels << 2, 4, taps(s) * s.inChannels, s.outChannels, packed);
  slideOver(x, packed, y, s, batch, space);
}

/** dx as a convolution of dy with the turned filter; stride 1 only. `back` is a scratch Slide. */
function backBySliding(dy: usize, filter: usize, dx: usize, s: Slide, back: Slide, batch: i32, space: usize): void {
  back.inHeight = s.outHeight;
  back.inWidth = s.outWidth;
  back.inChannels = s.outChannels;
  back.outHeight = s.inHeight;
  back.outWidth = s.inWidth;
  back.outChannels = s.inChannels;
  back.windowHeight = s.windowHeight;
  back.windowWidth = s.windowWidth;
  back.strideHeight = 1;
  back.strideWidth = 1;
  back.dilationHeight = s.dilationHeight;
  back.dilationWidth = s.dilationWidth;
  back.padTop = s.dilationHeight * (s.windowHeight - 1) - s.padTop;
  back.padLeft = s.dilationWidth * (s.windowWidth - 1) - s.padLeft;
  const turned = space + 128;
  const count = taps(s);
  let to = turned;
  for (let tap = count - 1; tap >= 0; tap--) {
    const from = filter + (<usize>(tap * s.inChannels * s.outChannels) << 2);
    for (let co = 0; co < s.outChannels; co++) {
      for (let ci = 0; ci < s.inChannels; ci++) {
        store<f32>(to, load<f32>(from + (<usize>(ci * s.outChannels + co) << 2)));
        to += 4;
      }
    }
  }
  pack(turned, <usize>s.inChannels << 2, 4, count * s.outChannels, s.inChannels, to);
  slideOver(dy, to, dx, back, batch, space);
}

export function conv2dBackInput(dy: usize, filter: usize, dx: usize, s: Slide, back: Slide, batch: i32, space: usize): void {
  if (s.strideHeight == 1 && s.strideWidth == 1) {
    backBySliding(dy, filter, dx, s, back, batch, space);
    return;
  }
  const total = batch * s.outHeight * s.outWidth;
  const depth = taps(s) * s.inChannels;
  const packed = space + 128;
  const rows = packed + packedBytes(s.outChannels, depth);
  const yRow = <usize>s.outChannels << 2;
  const rowBytes = <usize>depth << 2;
  pack(filter, 4, yRow, s.outChannels, depth, packed);
  memory.fill(dx, 0, <usize>(batch * s.inHeight * s.inWidth * s.inChannels) << 2);
  for (let first = 0; first < total; first += BLOCK) {
    const count = min(BLOCK, total - first);
    gemm(dy + <usize>first * yRow, yRow, count, s.outChannels, packed, depth, rows, rowBytes, false, space);
    scatterTaps(dx, s, first, count, rows, rowBytes);
  }
}

export function conv2dBackFilter(x: usize, dy: usize, dFilter: usize, s: Slide, batch: i32, space: usize): void {
  const total = batch * s.outHeight * s.outWidth;
  const depth = taps(s) * s.inChannels;
  const padded = up4(depth);
  const columns = up4(s.outChannels);
  const yRow = <usize>s.outChannels << 2;
  const cRow = <usize>columns << 2;
  const fits = padded == depth && columns == s.outChannels;
  const sums = fits ? dFilter : space;
  const rows = space + <usize>(padded * columns * 4);
  const rowBytes = <usize>padded << 2;
  const dyRows = rows + <usize>BLOCK * rowBytes;
  memory.fill(sums, 0, <usize>(padded * columns) << 2);
  if (fits && isPointwise(s)) {
    gemmTall(x, rowBytes, total, depth, dy, yRow, columns, sums, cRow);
    return;
  }
  for (let first = 0; first < total; first += BLOCK) {
    const count = min(BLOCK, total - first);
    gatherTaps(x, s, first, count, rows, rowBytes);
    let from = dy + <usize>first * yRow;
    if (columns != s.outChannels) {
      memory.fill(dyRows, 0, <usize>count * cRow);
      for (let i = 0; i < count; i++) memory.copy(dyRows + <usize>i * cRow, from + <usize>i * yRow, yRow);
      from = dyRows;
    }
    gemmTall(rows, rowBytes, count, padded, from, cRow, columns, sums, cRow);
  }
  if (!fits) for (let i = 0; i < depth; i++) memory.copy(dFilter + <usize>i * yRow, sums + <usize>i * cRow, yRow);
}
