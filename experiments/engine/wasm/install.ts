import { readFileSync } from 'node:fs';
import {
  engine,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { kernelsPath } from '../assets.ts';
import { registerInPlace } from '../in-place.ts';
import { batchNormKernels } from './batch-norm.ts';
import { convolutionKernels } from './convolution.ts';
import { elementwiseKernels } from './elementwise.ts';
import { wasmInPlace } from './in-place.ts';
import { lossKernels } from './loss.ts';
import { matrixKernels } from './matrix.ts';
import { loadNative } from './native.ts';
import { poolKernels } from './pool.ts';
import { separableKernels } from './separable.ts';
import { runnerOf, Sidecar, sizeOf, type WasmKernel } from './sidecar.ts';
import { type Canary, guardAllocation, installCanary, openBackend } from './tfjs-heap.ts';

const wasmKernels: readonly WasmKernel[] = [
  ...batchNormKernels,
  ...convolutionKernels,
  ...elementwiseKernels,
  ...lossKernels,
  ...matrixKernels,
  ...poolKernels,
  ...separableKernels,
];

const toKernelConfig = (kernel: WasmKernel, sidecar: Sidecar): KernelConfig => {
  const run = runnerOf(kernel);
  return {
    kernelName: kernel.name,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => run(sidecar, inputs, attrs ?? {}),
  };
};

/** Puts a kernel in the place of a stock one, which it may fall back to. */
const replace = (kernelName: string, make: (stock: KernelFunc) => KernelFunc): void => {
  const stock = getKernel(kernelName, 'wasm');
  unregisterKernel(kernelName, 'wasm');
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc: make(stock.kernelFunc) });
};

const sameShape = (a: TensorInfo, b: TensorInfo): boolean =>
  a.shape.length === b.shape.length && a.shape.every((size, axis) => size === b.shape[axis]);

const replaceStock = (sidecar: Sidecar): void => {
  // The stock copy is made for every tensor that a gradient saves.
  replace('Identity', (stock) => (call) => {
    const { x } = call.inputs;
    return x === undefined || x.dtype === 'string' ? stock(call) : sidecar.share(x);
  });
  // tfjs adds up gradients with this one.
  replace('Add', (stock) => (call) => {
    const { a, b } = call.inputs;
    const fits =
      a !== undefined && b !== undefined && a.dtype === 'float32' && b.dtype === 'float32' && sameShape(a, b);
    if (!fits) return stock(call);
    const y = sidecar.output(a.shape);
    sidecar.kernels.add(sidecar.at(a), sidecar.at(b), sidecar.at(y), sizeOf(a));
    return y;
  });
};

let installed: {
  readonly sidecar: Sidecar;
  readonly memoryGuards: () => Canary;
  readonly instructions: string | undefined;
} | null = null;

/** Loads the compiled kernels into the running wasm backend and registers them. */
export const installWasm = (): void => {
  const backend = openBackend(engine().backend);
  guardAllocation(backend.wasm);
  const native = loadNative();
  const sidecar = new Sidecar(new WebAssembly.Module(readFileSync(kernelsPath())), backend, native);
  for (const kernel of wasmKernels) registerKernel(toKernelConfig(kernel, sidecar));
  replaceStock(sidecar);
  registerInPlace('wasm', wasmInPlace(sidecar));
  installed = {
    sidecar,
    memoryGuards: () => installCanary(backend.wasm),
    instructions: native?.instructions,
  };
};

/** What the hot kernels of the running wasm engine are compiled to: instructions of the processor, or WebAssembly. */
export const kernelInstructions = (): string => installed?.instructions ?? 'WebAssembly';

/**
 * Test mode for the running wasm engine: guards every block of memory that is allocated from now on.
 *
 * @throws Error when the wasm engine has not started
 */
export const guardMemory = (): Canary => {
  if (installed === null) throw new Error('guardMemory needs a started wasm engine');
  installed.sidecar.exactScratch = true;
  return installed.memoryGuards();
};
