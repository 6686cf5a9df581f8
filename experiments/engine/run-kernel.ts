/** Runs one of this project's kernels on the current engine, with the tape of tfjs recording. */
import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { KernelName } from './kernel-names.ts';

type Inputs = NamedTensorMap | readonly Tensor[];

/** A kernel with several outputs. */
export const runKernels = (name: KernelName, inputs: Inputs, attributes: object = {}): Tensor[] =>
  // tfjs takes an array of inputs wherever it takes a map: it walks the keys.
  engine().runKernel(name, inputs as NamedTensorMap, attributes as NamedAttrMap) as Tensor[];

/** A kernel with one output. */
export const runKernel = (name: KernelName, inputs: Inputs, attributes: object = {}): Tensor =>
  engine().runKernel(name, inputs as NamedTensorMap, attributes as NamedAttrMap) as Tensor;

/** @throws Error when a kernel broke its own contract. */
export const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('Internal error: a kernel or gradient missed a tensor');
  return value;
};

/** The gradient of a kernel with one output, which tfjs may hand over as a list. */
export const onlyOf = (dy: Tensor | Tensor[]): Tensor => (Array.isArray(dy) ? present(dy[0]) : dy);

/** The gradients of a kernel with several outputs. */
export const allOf = (dys: Tensor | Tensor[]): Tensor[] => (Array.isArray(dys) ? dys : [dys]);
