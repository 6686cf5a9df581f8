// Updates in place, over flat arrays of `count` floats.
import { loadLanes, storeLanes } from './lanes';

/** g = gradient + decay * w; v = momentum * v + g; w -= rate * v. `v` may be 0; `first` starts v as g. */
export function sgd(w: usize, gradient: usize, v: usize, count: i32, rate: f32, momentum: f32, decay: f32, first: bool): void {
  const r = f32x4.splat(rate);
  const m = f32x4.splat(momentum);
  const d = f32x4.splat(decay);
  for (; count > 0; count -= 4) {
    const weight = loadLanes(w, count);
    let step = f32x4.add(loadLanes(gradient, count), f32x4.mul(d, weight));
    if (v != 0) {
      if (!first) step = f32x4.add(f32x4.mul(m, loadLanes(v, count)), step);
      storeLanes(v, step, count);
      v += 16;
    }
    storeLanes(w, f32x4.sub(weight, f32x4.mul(r, step)), count);
    w += 16;
    gradient += 16;
  }
}

/** w -= step * m / (sqrt(v) * rootScale + epsilon), after the moments took in gradient + decay * w. */
export function adam(w: usize, gradient: usize, m: usize, v: usize, count: i32, step: f32, beta1: f64, beta2: f64, decay: f32, rootScale: f32, epsilon: f32): void {
  const b1 = f32x4.splat(<f32>beta1);
  const b2 = f32x4.splat(<f32>beta2);
  const n1 = f32x4.splat(<f32>(1 - beta1));
  const n2 = f32x4.splat(<f32>(1 - beta2));
  const d = f32x4.splat(decay);
  const s = f32x4.splat(step);
  const root = f32x4.splat(rootScale);
  const e = f32x4.splat(epsilon);
  for (; count > 0; count -= 4) {
    const weight = loadLanes(w, count);
    const g = f32x4.add(loadLanes(gradient, count), f32x4.mul(d, weight));
    const first = f32x4.add(f32x4.mul(b1, loadLanes(m, count)), f32x4.mul(n1, g));
    const second = f32x4.add(f32x4.mul(b2, loadLanes(v, count)), f32x4.mul(n2, f32x4.mul(g, g)));
    storeLanes(m, first, count);
    storeLanes(v, second, count);
    const below = f32x4.add(f32x4.mul(f32x4.sqrt(second), root), e);
    storeLanes(w, f32x4.sub(weight, f32x4.div(f32x4.mul(s, first), below)), count);
    w += 16;
    gradient += 16;
    m += 16;
    v += 16;
  }
}

export function sumOfSquares(x: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; count > 0; count -= 4) {
    const value = loadLanes(x, count);
    const a = f64x2.promote_low_f32x4(value);
    const b = f64x2.promote_low_f32x4(v128.shuffle<u64>(value, value, 1, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
    x += 16;
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** target = keep * target + take * source */
export function blend(target: usize, source: usize, count: i32, keep: f32, take: f32): void {
  const k = f32x4.splat(keep);
  const t = f32x4.splat(take);
  for (; count > 0; count -= 4) {
    storeLanes(target, f32x4.add(f32x4.mul(k, loadLanes(target, count)), f32x4.mul(t, loadLanes(source, count))), count);
    target += 16;
    source += 16;
  }
}
