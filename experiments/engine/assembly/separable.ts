// ReLU, depthwise convolution, 1x1 convolution and batch normalisation in one kernel. It walks the batch in chunks
// of a few images whose intermediate results stay in the second-level cache: half the memory traffic of the four
// steps one after the other. The way back computes the depthwise result anew, chunk by chunk: that costs no more
// than writing it to memory and reading it. Channels, in and out, are multiples of 4.
import { addDots, addMoments, applyBack, applyScale, closeDots, closeMoments, scaleAndShift } from './batch-norm';
import { Slide } from './convolution';
import { correlatePlane, dyPlaneBytes, fillDyPlane, fillPlane, loadWeights, Plan, slidePlane, storeSums } from './depthwise';
import { backPlan, backPlaneBytes, depthwiseSpace, dySpace, forwardPlan, forwardPlaneBytes } from './depthwise-kernels';
import { gemm, gemmTall, pack, packedBytes } from './gemm';

/** Images in a chunk: one, or as many as make 1024 pixels. */
// @ts-ignore: decorator
@inline
function chunkOf(s: Slide): i32 {
  return max(1, 1024 / (s.outHeight * s.outWidth));
}

/** Bytes of scratch for either direction. A plan comes with its first plane. */
export function separableSpace(s: Slide, outChannels: i32): i32 {
  const chunk = chunkOf(s);
  const chunkPixels = chunk * s.outHeight * s.outWidth;
  const chunks = chunkPixels * (2 * s.inChannels + outChannels) * 4;
  const packed = max(packedBytes(s.inChannels, outChannels), packedBytes(outChannels, s.inChannels));
  const planes = ((chunk * s.inChannels) >> 2) * forwardPlaneBytes(s) + 4 * backPlaneBytes(s);
  return 128 + packed + outChannels * 36 + chunks + planes + 2 * depthwiseSpace(s);
}

/** Convolves up to four groups in strips of rows whose lines stay in the first-level cache until they are full. */
function slideStrips(plan: Plan, planes: usize, group: i32, groups: i32, out: usize, pixelBytes: usize, mask: usize): void {
  const strip = max(1, 128 / plan.outWidth);
  for (let row = 0; row < plan.outHeight; row += strip) {
    const rows = min(strip, plan.outHeight - row);
    for (let g = 0; g < groups; g++) {
      const at = <usize>g << 4;
      plan.plane = planes + <usize>(g * plan.planeBytes);
      slidePlane(plan, group + g, row, rows, out + at, pixelBytes, 4, mask != 0 ? mask + at : 0);
    }
  }
}

/**
 * Fills the planes of one image and convolves them into `out` unless it is 0. Sixteen channels, which share a cache
 * line, are done at a time. With `keep` every group of channels has a plane of its own; otherwise four serve all.
 */
function convolve(plan: Plan, planes: usize, keep: bool, image: usize, height: i32, width: i32, top: i32, left: i32, stepY: i32, stepX: i32, relu: bool, out: usize, channels: i32, mask: usize): void {
  const pixelBytes = <usize>channels << 2;
  for (let c = 0; c < channels; c += 16) {
    const at = <usize>c << 2;
    const groups = min(4, (channels - c) >> 2);
    const step = groups == 4 ? 4 : 1;
    for (let g = 0; g < groups; g += step) {
      plan.plane = planes + <usize>(g * plan.planeBytes);
      fillPlane(plan, image + at + (<usize>g << 4), height, width, pixelBytes, 4, top, left, stepY, stepX, relu, step);
    }
    if (out != 0) slideStrips(plan, planes, c >> 2, groups, out + at, pixelBytes, mask != 0 ? mask + at : 0);
    if (keep) planes += <usize>(groups * plan.planeBytes);
  }
}

/** `z` is an output too: the result of the 1x1 convolution, for the way back. */
export function separable(x: usize, depthwise: usize, pointwise: usize, gamma: usize, beta: usize, y: usize, mean: usize, variance: usize, z: usize, s: Slide, outChannels: i32, batch: i32, relu: bool, outRelu: bool, epsilon: f64, space: usize): void {
  const channels = s.inChannels;
  const pixels = s.outHeight * s.outWidth;
  const dBytes = <usize>channels << 2;
  const zBytes = <usize>outChannels << 2;
  const inBytes = <usize>(s.inHeight * s.inWidth) * dBytes;
  const chunk = chunkOf(s);
  const packed = space + 128;
  const sums = packed + packedBytes(channels, outChannels);
  const squares = sums + 2 * zBytes;
  const scales = squares + 2 * zBytes;
  const d = scales + 2 * zBytes;
  const plan = forwardPlan(s, d + <usize>(chunk * pixels) * dBytes);
  loadWeights(plan, depthwise, channels, false);
  const planes = plan.plane;
  memory.fill(planes + plan.planeBytes, 0, (min(4, channels >> 2) - 1) * plan.planeBytes);
  pack(pointwise, zBytes, 4, channels, outChannels, packed);
  memory.fill(sums, 0, 4 * zBytes);
  let zTo = z;
  for (let n = 0; n < batch; n += chunk) {
    const images = min(chunk, batch - n);
    const rows = images * pixels;
    for (let i = 0; i < images; i++) {
      convolve(plan, planes, false, x, s.inHeight, s.inWidth, s.padTop, s.padLeft, 1, 1, relu, d + <usize>(i * pixels) * dBytes, channels, 0);
      x += inBytes;
    }
    gemm(d, dBytes, rows, channels, packed, outChannels, zTo, zBytes, false, space);
    addMoments(zTo, rows, outChannels, z, sums, squares);
    zTo += <usize>rows * zBytes;
  }
  closeMoments(batch * pixels, outChannels, z, sums, squares, mean, variance);
  const shifts = scales + zBytes;
  scaleAndShift(outChannels, mean, variance, gamma, beta, epsilon, scales, shifts);
  applyScale(z, y, batch * pixels, outChannels, scales, shifts, outRelu);
}

/** Adds the gradient of the depthwise filter over one image. */
function correlateImage(dD: usize, plan: Plan, planes: usize, dyPlane: usize, channels: i32, sums: usize): void {
  plan.plane = planes;
  for (let c = 0; c < channels; c += 4) {
    fillDyPlane(plan, dyPlane, dD + (<usize>c << 2), <usize>channels << 2, 4);
    correlatePlane(plan, dyPlane, sums + <usize>((c >> 2) * plan.taps * 16));
    plan.plane += plan.planeBytes;
  }
}

/** `wants` has bit 0 for dx, bit 1 for dDepthwise, bit 2 for dPointwise; the others are not written. */
export function separableBack(dy: usize, x: usize, depthwise: usize, pointwise: usize, z: usize, mean: usize, variance: usize, gamma: usize, beta: usize, dx: usize, dDepthwise: usize, dPointwise: usize, dGamma: usize, dBeta: usize, s: Slide, outChannels: i32, batch: i32, relu: bool, outRelu: bool, epsilon: f64, wants: i32, space: usize): void {
  const channels = s.inChannels;
  const pixels = s.outHeight * s.outWidth;
  const total = batch * pixels;
  const dBytes = <usize>channels << 2;
  const zBytes = <usize>outChannels << 2;
  const packed = space + 128;
  const sums = packed + packedBytes(outChannels, channels);
  const dots = sums + 2 * zBytes;
  const scales = dots + 2 * zBytes;
  const shifts = scales + zBytes;
  const slopes = shifts + zBytes;
  const offsets = slopes + zBytes;
  memory.fill(sums, 0, 4 * zBytes);
  scaleAndShift(outChannels, mean, variance, gamma, beta, epsilon, scales, shifts);
  addDots(dy, z, total, outChannels, mean, scales, shifts, outRelu, sums, dots);
  closeDots(total, outChannels, mean, variance, epsilon, true, sums, dots, scales, slopes, offsets, dGamma, dBeta);
  if (wants == 0) return;

  const chunk = chunkOf(s);
  const chunkPixels = <usize>(chunk * pixels);
  const wantX = (wants & 1) != 0;
  const wantDepthwise = (wants & 2) != 0;
  const wantPointwise = (wants & 4) != 0;
  const dz = offsets + zBytes;
  const dD = dz + chunkPixels * zBytes;
  const d = dD + chunkPixels * dBytes;
  const dyPlane = d + chunkPixels * dBytes;
  const back = backPlan(s, dyPlane + <usize>dySpace(s));
  loadWeights(back, depthwise, channels, true);
  const backPlanes = back.plane;
  const groups = min(4, channels >> 2);
  memory.fill(backPlanes + back.planeBytes, 0, (groups - 1) * back.planeBytes);
  const top = s.dilationHeight * (s.windowHeight - 1) - s.padTop;
  const left = s.dilationWidth * (s.windowWidth - 1) - s.padLeft;
  const forward = forwardPlan(s, backPlanes + <usize>(groups * back.planeBytes));
  loadWeights(forward, depthwise, channels, false);
  // The sums of the depthwise filter's gradient lie before the planes of a chunk.
  const filterSums = forward.plane;
  const sumBytes = <usize>(channels * forward.taps) << 2;
  const planes = filterSums + sumBytes;
  const imagePlanes = <usize>((channels >> 2) * forward.planeBytes);
  if (wantDepthwise || wantPointwise) memory.fill(filterSums, 0, sumBytes + <usize>chunk * imagePlanes);
  if (wantDepthwise) memory.fill(dyPlane, 0, dyPlaneBytes(forward));
  if (wantPointwise) memory.fill(dPointwise, 0, <usize>channels * zBytes);
  pack(pointwise, 4, zBytes, outChannels, channels, packed);
  const inBytes = <usize>(s.inHeight * s.inWidth) * dBytes;
  for (let n = 0; n < batch; n += chunk) {
    const images = min(chunk, batch - n);
    const rows = images * pixels;
    applyBack(dy, z, dz, rows, outChannels, scales, shifts, slopes, offsets, outRelu);
    dy += <usize>rows * zBytes;
    z += <usize>rows * zBytes;
    if (wantDepthwise || wantPointwise) {
      for (let i = 0; i < images; i++) {
        const to = wantPointwise ? d + <usize>(i * pixels) * dBytes : 0;
        convolve(forward, planes + <usize>i * imagePlanes, true, x + <usize>i * inBytes, s.inHeight, s.inWidth, s.padTop, s.padLeft, 1, 1, relu, to, channels, 0);
      }
    }
    if (wantPointwise) gemmTall(d, dBytes, rows, channels, dz, zBytes, outChannels, dPointwise, zBytes);
    if (wantX || wantDepthwise) gemm(dz, zBytes, rows, outChannels, packed, channels, dD, dBytes, false, space);
    for (let i = 0; i < images; i++) {
      const from = dD + <usize>(i * pixels) * dBytes;
      if (wantDepthwise) correlateImage(from, forward, planes + <usize>i * imagePlanes, dyPlane, channels, filterSums);
      if (wantX) convolve(back, backPlanes, false, from, s.outHeight, s.outWidth, top, left, s.strideHeight, s.strideWidth, false, dx, channels, relu ? x : 0);
      x += inBytes;
      dx += inBytes;
    }
  }
  if (wantDepthwise) storeSums(forward, filterSums, dDepthwise, channels);
}
