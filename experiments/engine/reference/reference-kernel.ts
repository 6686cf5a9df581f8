/**
 * Reference kernels: every operation once more, as loops over typed arrays with float64 sums. They are the `cpu`
 * engine, and the second opinion on the WebAssembly kernels. They are written to be read, not to be fast.
 */
import type { DataType, KernelBackend, KernelConfig, NamedTensorInfoMap } from '@tensorflow/tfjs-core';
import type { KernelName } from '../kernel-names.ts';

export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export interface ReferenceCall {
  /** An input by its name, or by its position for a kernel that takes a list. */
  readonly input: (name: string) => ReferenceTensor;
  /** How many inputs the call has. */
  readonly count: number;
  /** The attributes the op passed. */
  readonly attributes: object;
}

export interface ReferenceKernel {
  readonly name: KernelName;
  readonly run: (call: ReferenceCall) => ReferenceTensor | ReferenceTensor[];
}

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

/** Makes a reference kernel known to tfjs as the implementation on one backend. */
export const toKernelConfig = (kernel: ReferenceKernel, backendName: string): KernelConfig => ({
  kernelName: kernel.name,
  backendName,
  kernelFunc: ({ inputs, attrs, backend }) => {
    const storage = backend as Storage;
    const outputs = kernel.run(call(inputs, attrs ?? {}, storage));
    const store = ({ shape, values }: ReferenceTensor) => {
      const dtype = dtypeOf(values);
      return { dataId: storage.write(values, [...shape], dtype), shape: [...shape], dtype };
    };
    return Array.isArray(outputs) ? outputs.map(store) : store(outputs);
  },
});
