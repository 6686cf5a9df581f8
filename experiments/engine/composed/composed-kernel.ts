/**
 * Composed kernels: every operation once more, put together from stock ops of tfjs. They run on any tfjs backend and
 * never read values back, so they serve the engines whose memory is on another device.
 */
import { engine, type KernelConfig, type NamedTensorMap, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { KernelAttributes, KernelName } from '../kernel-names.ts';

export interface ComposedCall<Attributes = object> {
  /** An input by its name, or by its position for a kernel that takes a list. */
  readonly input: (name: string) => Tensor;
  /** The same, and undefined when there is none. */
  readonly optional: (name: string) => Tensor | undefined;
  /** How many inputs the call has. */
  readonly count: number;
  /** The attributes the op passed. */
  readonly attributes: Attributes;
}

/** One for each name, told what the op passes under that name. It returns tensors of its own, never an input. */
export type ComposedKernel = {
  [Name in KernelName]: {
    readonly name: Name;
    readonly run: (call: ComposedCall<KernelAttributes[Name]>) => Tensor | Tensor[];
  };
}[KernelName];

/** Runs a kernel that comes with tfjs, past the checks of its op. */
export const stock = (name: string, inputs: NamedTensorMap, attributes: object): Tensor =>
  engine().runKernel(name, inputs, attributes as Record<string, never>) as Tensor;

/** tfjs hands on what the op passed under the kernel's name. */
const runnerOf = (kernel: ComposedKernel): ((call: ComposedCall) => Tensor | Tensor[]) =>
  kernel.run as (call: ComposedCall) => Tensor | Tensor[];

/** Makes a composed kernel known to tfjs as the implementation on one backend. */
export const toKernelConfig = (kernel: ComposedKernel, backendName: string): KernelConfig => ({
  kernelName: kernel.name,
  backendName,
  kernelFunc: ({ inputs, attrs }) => {
    // Where tfjs calls a kernel itself, the inputs are the tensors that the op was given.
    const tensors = inputs as unknown as NamedTensorMap;
    const optional = (name: string): Tensor | undefined => tensors[name];
    const input = (name: string): Tensor => {
      const found = optional(name);
      if (found === undefined) throw new Error(`Internal error: ${kernel.name} has no input ${name}`);
      return found;
    };
    const count = Object.keys(tensors).length;
    return tidy(() => runnerOf(kernel)({ input, optional, count, attributes: attrs ?? {} }));
  },
});
