/**
 * Reference kernels: every operation once more, as loops over typed arrays with float64 sums. They are the `cpu`
 * engine, and the second opinion on the WebAssembly kernels. They are written to be read, not to be fast.
 */
import type { DataType, KernelBackend, KernelConfig, NamedTensorInfoMap } from '@tensorflow/tfjs-core';
import type { KernelAttributes, KernelName } from '../kernel-names.ts';

export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export interface ReferenceCall<Attributes = object> {
  /** An input by its name, or by its position for a kernel that takes a list. */
  readonly input: (name: string) => ReferenceTensor;
  /** How many inputs the call has. */
  readonly count: number;
  /** The attributes the op passed. */
  readonly attributes: Attributes;
}

/** One for each name, told what the op passes under that name. */
export type ReferenceKernel = {
  [Name in KernelName]: {
    readonly name: Name;
    readonly run: (call: ReferenceCall<KernelAttributes[Name]>) => ReferenceTensor | ReferenceTensor[];
  };
}[KernelName];

const dtypeOf = (values: ReferenceTensor['values']): DataType => {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Int32Array ? 'int32' : 'bool';
};

interface Storage extends KernelBackend {
  write(values: ReferenceTensor['values'], shape: number[], dtype: DataType): object;
}

const call = (inputs: NamedTensorInfoMap, attributes: object, backend: KernelBackend): ReferenceCall => ({
  input: (name) => {
    const info = inputs[name];
    if (info === undefined) throw new Error(`Internal error: the kernel has no input ${name}`);
    return { shape: info.shape, values: backend.readSync(info.dataId) as ReferenceTensor['values'] };
  },
  count: Object.keys(inputs).length,
  attributes,
});

/** A value that is there; a place past the end would show as NaN. */
export const valueAt = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

export function addAt(
  values: { [index: number]: number; readonly length: number },
  index: number,
  amount: number,
): void {
  values[index] = valueAt(values, index) + amount;
}

/** tfjs hands on what the op passed under the kernel's name. */
export const runnerOf = (
  kernel: ReferenceKernel,
): ((call: ReferenceCall) => ReferenceTensor | ReferenceTensor[]) =>
  kernel.run as (call: ReferenceCall) => ReferenceTensor | ReferenceTensor[];

/** Makes a reference kernel known to tfjs as the implementation on one backend. */
export const toKernelConfig = (kernel: ReferenceKernel, backendName: string): KernelConfig => ({
  kernelName: kernel.name,
  backendName,
  kernelFunc: ({ inputs, attrs, backend }) => {
    const storage = backend as Storage;
    const outputs = runnerOf(kernel)(call(inputs, attrs ?? {}, storage));
    const store = ({ shape, values }: ReferenceTensor) => {
      const dtype = dtypeOf(values);
      return { dataId: storage.write(values, [...shape], dtype), shape: [...shape], dtype };
    };
    return Array.isArray(outputs) ? outputs.map(store) : store(outputs);
  },
});
