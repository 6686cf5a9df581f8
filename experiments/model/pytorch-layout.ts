/**
 * Weights between this project's layout (filters HWIO, depthwise [k, k, channels, 1], linear [in, out]) and
 * PyTorch's (OIHW, [channels, 1, k, k], [out, in]), so that stored weights load into the official modules by name.
 */

export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** For each axis in PyTorch's layout, the axis here. */
function axesHere(shape: readonly number[]): readonly number[] {
  if (shape.length === 2) return [1, 0];
  if (shape.length !== 4) return shape.map((_, axis) => axis);
  // Only depthwise filters have one output channel and more than one tap.
  const isDepthwise = shape[3] === 1 && (shape[0] ?? 1) > 1;
  return isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1];
}

export function toPyTorch({ shape, values }: NamedArray): NamedArray {
  const axes = axesHere(shape);
  return { shape: axes.map((axis) => shape[axis] ?? 1), values: transpose(values, shape, axes) };
}

/** @param shape the shape in this project's layout; `values` are in PyTorch's */
export function fromPyTorch(shape: readonly number[], values: Float32Array): Float32Array {
  const axes = axesHere(shape);
  const there = axes.map((axis) => shape[axis] ?? 1);
  return transpose(
    values,
    there,
    shape.map((_, axis) => axes.indexOf(axis)),
  );
}

/** Row-major values of `shape`, with the axes in the order `axes`. */
function transpose(values: Float32Array, shape: readonly number[], axes: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = axes.map((axis) => shape[axis] ?? 1);
  const steps = axes.map((axis) => strides[axis] ?? 1);
  const index = sizes.map(() => 0);
  const result = new Float32Array(values.length);
  for (let i = 0; i < result.length; i += 1) {
    result[i] = values[index.reduce((at, position, axis) => at + position * (steps[axis] ?? 0), 0)] ?? 0;
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (sizes[axis] ?? 1)) break;
      index[axis] = 0;
    }
  }
  return result;
}
