// Pooling, four channels at a time. The usual window, 3x3 and wholly inside the image, has a path of its own.
import { Slide } from './convolution';
import { loadLanes, storeLanes } from './lanes';
import { maxOfNine, meanOfNine, spreadMax, spreadMean } from './pool-interior';

/** The part of a window inside the image: first and last tap along one axis. */
// @ts-ignore: decorator
@inline
function firstTap(start: i32): i32 {
  return start < 0 ? -start : 0;
}

// @ts-ignore: decorator
@inline
function endTap(start: i32, window: i32, size: i32): i32 {
  return min(window, size - start);
}

/** `taps` gets, for each output, the number of the tap that won, as a byte. */
export function maxPool(x: usize, y: usize, taps: usize, s: Slide, batch: i32): void {
  const channels = s.inChannels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>s.inWidth * pixelBytes;
  const groups = channels >> 2;
  const isThree = s.windowHeight == 3 && s.windowWidth == 3;
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      const top = oy * s.strideHeight - s.padTop;
      const ky0 = firstTap(top);
      const ky1 = endTap(top, s.windowHeight, s.inHeight);
      for (let ox = 0; ox < s.outWidth; ox++) {
        const left = ox * s.strideWidth - s.padLeft;
        const kx0 = firstTap(left);
        const kx1 = endTap(left, s.windowWidth, s.inWidth);
        const corner = x + <usize>(top + ky0) * rowBytes + <usize>(left + kx0) * pixelBytes;
        let start = 0;
        if (isThree && ky0 == 0 && ky1 == 3 && kx0 == 0 && kx1 == 3) {
          maxOfNine(corner, pixelBytes, rowBytes, groups, y, taps);
          y += <usize>groups << 4;
          taps += groups << 2;
          start = groups << 2;
        }
        for (let c = start; c < channels; c += 4) {
          const lanes = min(4, channels - c);
          let row = corner + (<usize>c << 2);
          let best = f32x4.splat(-Infinity);
          let tap = ky0 * s.windowWidth + kx0;
          let won = i32x4.splat(tap);
          for (let ky = ky0; ky < ky1; ky++) {
            let from = row;
            tap = ky * s.windowWidth + kx0;
            for (let kx = kx0; kx < kx1; kx++) {
              const value = lanes == 4 ? v128.load(from) : loadLanes(from, lanes);
              const wins = v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
              best = v128.bitselect(value, best, wins);
              won = v128.bitselect(i32x4.splat(tap), won, wins);
              tap++;
              from += pixelBytes;
            }
            row += rowBytes;
          }
          if (lanes == 4) v128.store(y, best);
          else storeLanes(y, best, lanes);
          const narrow = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(won, won), won);
          if (lanes == 4) v128.store32_lane(taps, narrow, 0);
          else {
            store<u8>(taps, i8x16.extract_lane_u(narrow, 0));
            if (lanes > 1) store<u8>(taps, i8x16.extract_lane_u(narrow, 1), 1);
            if (lanes > 2) store<u8>(taps, i8x16.extract_lane_u(narrow, 2), 2);
          }
          y += <usize>lanes << 2;
          taps += lanes;
        }
      }
    }
    x += <usize>s.inHeight * rowBytes;
  }
}

export function maxPoolBack(dy: usize, taps: usize, dx: usize, s: Slide, batch: i32): void {
  const channels = s.inChannels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>s.inWidth * pixelBytes;
  const groups = channels >> 2;
  const isThree = s.windowHeight == 3 && s.windowWidth == 3;
  memory.fill(dx, 0, <usize>(batch * s.inHeight) * rowBytes);
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      const top = oy * s.strideHeight - s.padTop;
      const ky0 = firstTap(top);
      const ky1 = endTap(top, s.windowHeight, s.inHeight);
      for (let ox = 0; ox < s.outWidth; ox++) {
        const left = ox * s.strideWidth - s.padLeft;
        const kx0 = firstTap(left);
        const kx1 = endTap(left, s.windowWidth, s.inWidth);
        const corner = dx + <usize>(top + ky0) * rowBytes + <usize>(left + kx0) * pixelBytes;
        let start = 0;
        if (isThree && ky0 == 0 && ky1 == 3 && kx0 == 0 && kx1 == 3) {
          spreadMax(dy, taps, corner, pixelBytes, rowBytes, groups);
          dy += <usize>groups << 4;
          taps += groups << 2;
          start = groups << 2;
        }
        for (let c = start; c < channels; c += 4) {
          const lanes = min(4, channels - c);
          const up = loadLanes(dy, lanes);
          let won = i32x4.splat(0);
          if (lanes == 4) {
            won = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(taps)));
          } else {
            won = i32x4.replace_lane(won, 0, load<u8>(taps));
            if (lanes > 1) won = i32x4.replace_lane(won, 1, load<u8>(taps, 1));
            if (lanes > 2) won = i32x4.replace_lane(won, 2, load<u8>(taps, 2));
          }
          let row = corner + (<usize>c << 2);
          for (let ky = ky0; ky < ky1; ky++) {
            let to = row;
            let tap = ky * s.windowWidth + kx0;
            for (let kx = kx0; kx < kx1; kx++) {
              const share = v128.and(up, i32x4.eq(won, i32x4.splat(tap)));
              if (lanes == 4) v128.store(to, f32x4.add(v128.load(to), share));
              else storeLanes(to, f32x4.add(loadLanes(to, lanes), share), lanes);
              tap++;
              to += pixelBytes;
            }
            row += rowBytes;
          }
          dy += <usize>lanes << 2;
          taps += lanes;
        }
      }
    }
    dx += <usize>s.inHeight * rowBytes;
  }
}

export function avgPool(x: usize, y: usize, s: Slide, batch: i32): void {
  const channels = s.inChannels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>s.inWidth * pixelBytes;
  const groups = channels >> 2;
  const isThree = s.windowHeight == 3 && s.windowWidth == 3;
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      const top = oy * s.strideHeight - s.padTop;
      const ky0 = firstTap(top);
      const ky1 = endTap(top, s.windowHeight, s.inHeight);
      for (let ox = 0; ox < s.outWidth; ox++) {
        const left = ox * s.strideWidth - s.padLeft;
        const kx0 = firstTap(left);
        const kx1 = endTap(left, s.windowWidth, s.inWidth);
        const count = f32x4.splat(<f32>((ky1 - ky0) * (kx1 - kx0)));
        const corner = x + <usize>(top + ky0) * rowBytes + <usize>(left + kx0) * pixelBytes;
        let start = 0;
        if (isThree && ky0 == 0 && ky1 == 3 && kx0 == 0 && kx1 == 3) {
          meanOfNine(corner, pixelBytes, rowBytes, groups, y);
          y += <usize>groups << 4;
          start = groups << 2;
        }
        for (let c = start; c < channels; c += 4) {
          const lanes = min(4, channels - c);
          let row = corner + (<usize>c << 2);
          let sum = f32x4.splat(0);
          for (let ky = ky0; ky < ky1; ky++) {
            let from = row;
            for (let kx = kx0; kx < kx1; kx++) {
              sum = f32x4.add(sum, lanes == 4 ? v128.load(from) : loadLanes(from, lanes));
              from += pixelBytes;
            }
            row += rowBytes;
          }
          sum = f32x4.div(sum, count);
          if (lanes == 4) v128.store(y, sum);
          else storeLanes(y, sum, lanes);
          y += <usize>lanes << 2;
        }
      }
    }
    x += <usize>s.inHeight * rowBytes;
  }
}

export function avgPoolBack(dy: usize, dx: usize, s: Slide, batch: i32): void {
  const channels = s.inChannels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>s.inWidth * pixelBytes;
  const groups = channels >> 2;
  const isThree = s.windowHeight == 3 && s.windowWidth == 3;
  memory.fill(dx, 0, <usize>(batch * s.inHeight) * rowBytes);
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < s.outHeight; oy++) {
      const top = oy * s.strideHeight - s.padTop;
      const ky0 = firstTap(top);
      const ky1 = endTap(top, s.windowHeight, s.inHeight);
      for (let ox = 0; ox < s.outWidth; ox++) {
        const left = ox * s.strideWidth - s.padLeft;
        const kx0 = firstTap(left);
        const kx1 = endTap(left, s.windowWidth, s.inWidth);
        const count = f32x4.splat(<f32>((ky1 - ky0) * (kx1 - kx0)));
        const corner = dx + <usize>(top + ky0) * rowBytes + <usize>(left + kx0) * pixelBytes;
        let start = 0;
        if (isThree && ky0 == 0 && ky1 == 3 && kx0 == 0 && kx1 == 3) {
          spreadMean(dy, corner, pixelBytes, rowBytes, groups);
          dy += <usize>groups << 4;
          start = groups << 2;
        }
        for (let c = start; c < channels; c += 4) {
          const lanes = min(4, channels - c);
          const share = f32x4.div(loadLanes(dy, lanes), count);
          let row = corner + (<usize>c << 2);
          for (let ky = ky0; ky < ky1; ky++) {
            let to = row;
            for (let kx = kx0; kx < kx1; kx++) {
              if (lanes == 4) v128.store(to, f32x4.add(v128.load(to), share));
              else storeLanes(to, f32x4.add(loadLanes(to, lanes), share), lanes);
              to += pixelBytes;
            }
            row += rowBytes;
          }
          dy += <usize>lanes << 2;
        }
      }
    }
    dx += <usize>s.inHeight * rowBytes;
  }
}

/** The mean over the pixels of each image. */
export function globalAvgPool(x: usize, y: usize, batch: i32, pixels: i32, channels: i32): void {
  const pixelBytes = <usize>channels << 2;
  const count = f32x4.splat(<f32>pixels);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c);
      let from = x + (<usize>c << 2);
      let sum = f32x4.splat(0);
      for (let i = 0; i < pixels; i++) {
        sum = f32x4.add(sum, loadLanes(from, lanes));
        from += pixelBytes;
      }
      storeLanes(y, f32x4.div(sum, count), lanes);
      y += <usize>lanes << 2;
    }
    x += <usize>pixels * pixelBytes;
  }
}

export function globalAvgPoolBack(dy: usize, dx: usize, batch: i32, pixels: i32, channels: i32): void {
  const pixelBytes = <usize>channels << 2;
  const count = f32x4.splat(<f32>pixels);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c += 4) {
      const lanes = min(4, channels - c);
      const share = f32x4.div(loadLanes(dy, lanes), count);
      let to = dx + (<usize>c << 2);
      for (let i = 0; i < pixels; i++) {
        storeLanes(to, share, lanes);
        to += pixelBytes;
      }
      dy += <usize>lanes << 2;
    }
    dx += <usize>pixels * pixelBytes;
  }
}
