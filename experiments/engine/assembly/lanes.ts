// Vectors at the end of a row: 1 to 4 lanes. The kernels never touch a byte outside a tensor.

/** Reads `count` floats; the other lanes are 0. */
export function loadLanes(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let value = v128.load32_zero(from);
  if (count > 1) value = v128.load32_lane(from, value, 1, 4);
  if (count > 2) value = v128.load32_lane(from, value, 2, 8);
  return value;
}

/** Writes the first `count` lanes. */
export function storeLanes(to: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, value);
    return;
  }
  v128.store32_lane(to, value, 0);
  if (count > 1) v128.store32_lane(to, value, 1, 4);
  if (count > 2) v128.store32_lane(to, value, 2, 8);
}

/** Keeps NaN, unlike a comparison with `>`. */
// @ts-ignore: decorator
@inline
export function rectify(value: v128): v128 {
  return f32x4.pmax(value, f32x4.splat(0));
}

/** `value` where `x` is positive or NaN, else 0. */
// @ts-ignore: decorator
@inline
export function maskBy(value: v128, x: v128): v128 {
  return v128.andnot(value, f32x4.le(x, f32x4.splat(0)));
}
