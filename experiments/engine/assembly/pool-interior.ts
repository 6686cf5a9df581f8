// 3x3 windows that lie wholly inside the image, for all whole groups of 4 channels of one pixel. `corner` is the
// first tap; `pixel` and `row` are the bytes between taps.

// @ts-ignore: decorator
@inline
function wins(value: v128, best: v128): v128 {
  return v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
}

export function maxOfNine(corner: usize, pixel: usize, row: usize, groups: i32, y: usize, taps: usize): void {
  for (; groups > 0; groups--) {
    let from = corner;
    let best = v128.load(from);
    let won = i32x4.splat(0);
    let tap = won;
    for (let ky = 0; ky < 3; ky++) {
      // The very first tap meets itself, and changes nothing.
      const v0 = v128.load(from);
      const w0 = wins(v0, best);
      best = v128.bitselect(v0, best, w0);
      // Taps are numbered upwards, so the last one that won is the largest.
      won = i32x4.max_s(won, v128.and(tap, w0));
      const v1 = v128.load(from + pixel);
      const w1 = wins(v1, best);
      best = v128.bitselect(v1, best, w1);
      won = i32x4.max_s(won, v128.and(i32x4.add(tap, i32x4.splat(1)), w1));
      const v2 = v128.load(from + 2 * pixel);
      const w2 = wins(v2, best);
      best = v128.bitselect(v2, best, w2);
      won = i32x4.max_s(won, v128.and(i32x4.add(tap, i32x4.splat(2)), w2));
      tap = i32x4.add(tap, i32x4.splat(3));
      from += row;
    }
    v128.store(y, best);
    v128.store32_lane(taps, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(won, won), won), 0);
    corner += 16;
    y += 16;
    taps += 4;
  }
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, value: v128): void {
  v128.store(to, f32x4.add(v128.load(to), value));
}

// @ts-ignore: decorator
@inline
function addWhere(to: usize, up: v128, won: v128, tap: i32): void {
  addTo(to, v128.and(up, i32x4.eq(won, i32x4.splat(tap))));
}

export function spreadMax(dy: usize, taps: usize, corner: usize, pixel: usize, row: usize, groups: i32): void {
  for (; groups > 0; groups--) {
    const up = v128.load(dy);
    const won = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(taps)));
    addWhere(corner, up, won, 0);
    addWhere(corner + pixel, up, won, 1);
    addWhere(corner + 2 * pixel, up, won, 2);
    const second = corner + row;
    addWhere(second, up, won, 3);
    addWhere(second + pixel, up, won, 4);
    addWhere(second + 2 * pixel, up, won, 5);
    const third = second + row;
    addWhere(third, up, won, 6);
    addWhere(third + pixel, up, won, 7);
    addWhere(third + 2 * pixel, up, won, 8);
    corner += 16;
    dy += 16;
    taps += 4;
  }
}

// @ts-ignore: decorator
@inline
function addThree(sum: v128, from: usize, pixel: usize): v128 {
  return f32x4.add(f32x4.add(f32x4.add(sum, v128.load(from)), v128.load(from + pixel)), v128.load(from + 2 * pixel));
}

export function meanOfNine(corner: usize, pixel: usize, row: usize, groups: i32, y: usize): void {
  for (; groups > 0; groups--) {
    let sum = addThree(f32x4.splat(0), corner, pixel);
    sum = addThree(sum, corner + row, pixel);
    sum = addThree(sum, corner + 2 * row, pixel);
    v128.store(y, f32x4.div(sum, f32x4.splat(9)));
    corner += 16;
    y += 16;
  }
}

export function spreadMean(dy: usize, corner: usize, pixel: usize, row: usize, groups: i32): void {
  for (; groups > 0; groups--) {
    const share = f32x4.div(v128.load(dy), f32x4.splat(9));
    let to = corner;
    for (let ky = 0; ky < 3; ky++) {
      addTo(to, share);
      addTo(to + pixel, share);
      addTo(to + 2 * pixel, share);
      to += row;
    }
    corner += 16;
    dy += 16;
  }
}
