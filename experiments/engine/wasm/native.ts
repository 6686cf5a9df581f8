/**
 * The hot kernels as native code, on the same memory and with the same bits: what the WebAssembly kernels compute, in
 * wider vectors. They are used where the build found a C compiler and the processor has the instructions; results, keys
 * and locks do not know about them.
 */
import { createRequire } from 'node:module';
import { nativeKernelsPath } from '../assets.ts';
import type { KernelExports } from './kernel-exports.ts';

export interface NativeKernels {
  /** Of the processor, such as `AVX2`. */
  readonly instructions: string;
  /** Must be called before the first kernel, and when the memory has grown. */
  readonly bind: (memory: ArrayBuffer) => void;
  readonly kernels: Partial<KernelExports>;
}

/** @returns undefined where they were not built, this processor cannot run them, or REPRISE_NATIVE is `off` */
export const loadNative = (): NativeKernels | undefined => {
  const path = process.env['REPRISE_NATIVE'] === 'off' ? undefined : nativeKernelsPath();
  if (path === undefined) return undefined;
  // It exports nothing where the processor lacks the instructions.
  const { instructions, bind, kernels } = createRequire(import.meta.url)(path) as Partial<NativeKernels>;
  if (instructions === undefined || bind === undefined || kernels === undefined) return undefined;
  return { instructions, bind, kernels };
};
