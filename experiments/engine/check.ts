/** Argument checks of the ops. Each throws a TypeError which names the op, the argument, and both sides. */
import type { Tensor } from '@tensorflow/tfjs-core';

const describe = (tensor: Tensor): string => `${tensor.dtype} [${tensor.shape.join(', ')}]`;

/** @throws TypeError unless `tensor` is float32 with `axes.length` axes. */
export const checkAxes = (op: string, name: string, tensor: Tensor, axes: readonly string[]): void => {
  if (tensor.dtype !== 'float32' || tensor.shape.length !== axes.length) {
    throw new TypeError(
      `${op}: expected \`${name}\` to be float32 [${axes.join(', ')}], got ${describe(tensor)}`,
    );
  }
};

/** @throws TypeError unless `tensor` is float32 with exactly this shape. */
export const checkShape = (op: string, name: string, tensor: Tensor, shape: readonly number[]): void => {
  const same =
    tensor.dtype === 'float32' &&
    tensor.shape.length === shape.length &&
    tensor.shape.every((size, axis) => size === shape[axis]);
  if (!same) {
    throw new TypeError(
      `${op}: expected \`${name}\` to be float32 [${shape.join(', ')}], got ${describe(tensor)}`,
    );
  }
};

/** @throws TypeError unless `tensor` is int32 with exactly this shape. */
export const checkInt32 = (op: string, name: string, tensor: Tensor, shape: readonly number[]): void => {
  const same =
    tensor.dtype === 'int32' &&
    tensor.shape.length === shape.length &&
    tensor.shape.every((size, axis) => size === shape[axis]);
  if (!same) {
    throw new TypeError(
      `${op}: expected \`${name}\` to be int32 [${shape.join(', ')}], got ${describe(tensor)}`,
    );
  }
};

/** @throws TypeError unless `value` is an integer of at least `least`. */
export const checkInteger = (op: string, name: string, value: number, least: number): void => {
  if (!Number.isInteger(value) || value < least) {
    throw new TypeError(`${op}: expected \`${name}\` to be an integer >= ${least}, got \`${value}\``);
  }
};

/** @throws TypeError unless there is at least one tensor and all are float32 of one shape. */
export const checkAlike = (op: string, tensors: readonly Tensor[]): Tensor => {
  const [first] = tensors;
  if (first === undefined) throw new TypeError(`${op}: expected at least one tensor, got none`);
  tensors.forEach((tensor, index) => {
    checkShape(op, `tensors[${index}]`, tensor, first.shape);
  });
  return first;
};

/** A label in `row` of the batch that names no class. */
export const labelError = (classes: number, row: number): RangeError =>
  new RangeError(`softmaxCrossEntropy: expected labels from 0 to ${classes - 1}, got another in row ${row}`);

/** An index at `position` that names no row of the table. */
export const indexError = (rows: number, position: number): RangeError =>
  new RangeError(`embedding: expected indices from 0 to ${rows - 1}, got another at position ${position}`);
