/** Arrays of float64 with a shape, and the numbers the tests fill them with. */
export interface Doubles {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

/** Reproducible numbers in [-1, 1) that float32 holds exactly. */
export const random = (shape: readonly number[], seed: number): Doubles => {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const data = Float64Array.from({ length: sizeOf(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
  return { shape, data };
};

const flat = (shape: readonly number[], place: readonly number[]): number =>
  place.reduce((index, at, axis) => index * (shape[axis] as number) + at, 0);

/** The value at a place, and 0 outside the array. */
export const at = (x: Doubles, ...place: number[]): number => {
  const inside = place.every((value, axis) => value >= 0 && value < (x.shape[axis] as number));
  return inside ? (x.data[flat(x.shape, place)] as number) : 0;
};

/** Computes every value from its place. */
export const build = (shape: readonly number[], value: (...place: number[]) => number): Doubles => {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, index) => {
    const place: number[] = [];
    let rest = index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place.unshift(rest % (shape[axis] as number));
      rest = Math.floor(rest / (shape[axis] as number));
    }
    return value(...place);
  });
  return { shape, data };
};

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
