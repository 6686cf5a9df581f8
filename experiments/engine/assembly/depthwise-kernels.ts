// The three depthwise kernels over a whole batch.
import { Slide } from './convolution';
import { correlatePlane, dyPlaneBytes, fillDyPlane, fillPlane, loadWeights, makePlan, Plan, planBytes, slidePlane, storeSums } from './depthwise';

// @ts-ignore: decorator
@inline
export function forwardPlan(s: Slide, at: usize): Plan {
  return makePlan(at, s.inChannels, s.outHeight, s.outWidth, s.windowHeight, s.windowWidth, s.strideHeight, s.strideWidth, s.dilationHeight, s.dilationWidth);
}

/** dx is a convolution of stride 1 over dy with zeros between its pixels. */
// @ts-ignore: decorator
@inline
export function backPlan(s: Slide, at: usize): Plan {
  return makePlan(at, s.inChannels, s.inHeight, s.inWidth, s.windowHeight, s.windowWidth, 1, 1, s.dilationHeight, s.dilationWidth);
}

/** Bytes of one plane of the forward direction. */
export function forwardPlaneBytes(s: Slide): i32 {
  return planBytes(0, s.outHeight, s.outWidth, s.windowHeight, s.windowWidth, s.strideHeight, s.strideWidth, s.dilationHeight, s.dilationWidth);
}

/** Bytes of one plane of the way back. */
export function backPlaneBytes(s: Slide): i32 {
  return planBytes(0, s.inHeight, s.inWidth, s.windowHeight, s.windowWidth, 1, 1, s.dilationHeight, s.dilationWidth);
}

/** An upper bound for the bytes of a dy plane. */
// @ts-ignore: decorator
@inline
export function dySpace(s: Slide): i32 {
  return s.outHeight * (s.outWidth + 4 * s.dilationWidth) * 16;
}

export function depthwiseSpace(s: Slide): i32 {
  const forward = planBytes(s.inChannels, s.outHeight, s.outWidth, s.windowHeight, s.windowWidth, s.strideHeight, s.strideWidth, s.dilationHeight, s.dilationWidth);
  const back = planBytes(s.inChannels, s.inHeight, s.inWidth, s.windowHeight, s.windowWidth, 1, 1, s.dilationHeight, s.dilationWidth);
  const sums = ((s.inChannels + 3) & ~3) * s.windowHeight * s.windowWidth * 4;
  return max(forward + sums + dySpace(s), back);
}

export function depthwise(x: usize, filter: usize, y: usize, s: Slide, batch: i32, relu: bool, space: usize): void {
  const channels = s.inChannels;
  const plan = forwardPlan(s, space);
  loadWeights(plan, filter, channels, false);
  const pixelBytes = <usize>channels << 2;
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c);
      const at = <usize>c << 2;
      fillPlane(plan, x + at, s.inHeight, s.inWidth, pixelBytes, lanes, s.padTop, s.padLeft, 1, 1, relu, 1);
      slidePlane(plan, c >> 2, 0, plan.outHeight, y + at, pixelBytes, lanes, 0);
    }
    x += <usize>(s.inHeight * s.inWidth) * pixelBytes;
    y += <usize>(s.outHeight * s.outWidth) * pixelBytes;
  }
}

/** `x` is 0, or masks dx where it is not positive. */
export function depthwiseBackInput(dy: usize, filter: usize, x: usize, dx: usize, s: Slide, batch: i32, space: usize): void {
  const channels = s.inChannels;
  const plan = backPlan(s, space);
  loadWeights(plan, filter, channels, true);
  const pixelBytes = <usize>channels << 2;
  const top = s.dilationHeight * (s.windowHeight - 1) - s.padTop;
  const left = s.dilationWidth * (s.windowWidth - 1) - s.padLeft;
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c);
      const at = <usize>c << 2;
      fillPlane(plan, dy + at, s.outHeight, s.outWidth, pixelBytes, lanes, top, left, s.strideHeight, s.strideWidth, false, 1);
      slidePlane(plan, c >> 2, 0, plan.outHeight, dx + at, pixelBytes, lanes, x != 0 ? x + at : 0);
    }
    dy += <usize>(s.outHeight * s.outWidth) * pixelBytes;
    dx += <usize>(s.inHeight * s.inWidth) * pixelBytes;
    if (x != 0) x += <usize>(s.inHeight * s.inWidth) * pixelBytes;
  }
}

export function depthwiseBackFilter(x: usize, dy: usize, dFilter: usize, s: Slide, batch: i32, relu: bool, space: usize): void {
  const channels = s.inChannels;
  const plan = forwardPlan(s, space);
  const pixelBytes = <usize>channels << 2;
  // The weights of the plan are not needed here: their place holds the sums.
  const sums = plan.weights;
  const dyPlane = plan.plane + plan.planeBytes;
  memory.fill(sums, 0, <usize>(((channels + 3) & ~3) * plan.taps) << 2);
  memory.fill(dyPlane, 0, dyPlaneBytes(plan));
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c);
      const at = <usize>c << 2;
      fillPlane(plan, x + at, s.inHeight, s.inWidth, pixelBytes, lanes, s.padTop, s.padLeft, 1, 1, relu, 1);
      fillDyPlane(plan, dyPlane, dy + at, pixelBytes, lanes);
      correlatePlane(plan, dyPlane, sums + <usize>((c >> 2) * plan.taps * 16));
    }
    x += <usize>(s.inHeight * s.inWidth) * pixelBytes;
    dy += <usize>(s.outHeight * s.outWidth) * pixelBytes;
  }
  storeSums(plan, sums, dFilter, channels);
}
