import type { DataType, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Geometry } from '../geometry.ts';
import type { KernelAttributes, KernelName } from '../kernel-names.ts';
import type { KernelExports } from './kernel-exports.ts';
import type { NativeKernels } from './native.ts';
import { type Backend, followBuffer } from './tfjs-heap.ts';

type Run<Attributes> = (
  sidecar: Sidecar,
  inputs: NamedTensorInfoMap,
  attributes: Attributes,
) => TensorInfo | TensorInfo[];

/** One for each name, told what the op passes under that name. */
export type WasmKernel = {
  [Name in KernelName]: { readonly name: Name; readonly run: Run<KernelAttributes[Name]> };
}[KernelName];

/** tfjs hands on what the op passed under the kernel's name. */
export const runnerOf = (kernel: WasmKernel): Run<object> => kernel.run as Run<object>;

const slideInts = 16;
const mostTensors = 1024;

/**
 * The compiled kernels at work in the memory of tfjs. Order matters: take outputs and scratch first, then write
 * tables; an allocation may move the memory's buffer, though never an address.
 */
export class Sidecar {
  readonly kernels: KernelExports;
  readonly #backend: Backend;
  /** Two geometries, then a table of addresses. */
  readonly #tables: number;
  #scratch = 0;
  #scratchBytes = 0;
  #ints: Int32Array;
  #lastSlide: Geometry | null = null;
  /** Test mode: every scratch is allocated anew with its exact size, so that a canary guards it. */
  exactScratch = false;

  constructor(module: WebAssembly.Module, backend: Backend, native?: NativeKernels) {
    const { memory } = backend.wasm.asm;
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.kernels = { ...(instance.exports as unknown as KernelExports), ...native?.kernels };
    if (native !== undefined) followBuffer(memory, native.bind);
    this.#backend = backend;
    this.#tables = backend.wasm._malloc(4 * (2 * slideInts + mostTensors)) >>> 0;
    this.#ints = new Int32Array(memory.buffer);
  }

  /** The address of a tensor. */
  at(info: TensorInfo | undefined): number {
    if (info === undefined) throw new Error('Internal error: a kernel misses an input');
    return this.#backend.dataIdMap.get(info.dataId).memoryOffset;
  }

  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    return this.#backend.makeOutput(shape as number[], dtype);
  }

  /** Gives back an output, when a kernel fails after it made one. */
  discard(info: TensorInfo): void {
    this.#backend.disposeData(info.dataId);
  }

  /** Working memory until the next call, undefined in content. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes || this.exactScratch) {
      const { wasm } = this.#backend;
      if (this.#scratch !== 0) wasm._free(this.#scratch);
      this.#scratchBytes = this.exactScratch ? bytes : Math.ceil(bytes * 1.25);
      this.#scratch = wasm._malloc(this.#scratchBytes) >>> 0;
    }
    return this.#scratch;
  }

  /** Writes a geometry where the kernels read it; valid until the next. */
  slide(g: Geometry): number {
    if (g === this.#lastSlide) return this.#tables;
    this.#lastSlide = g;
    const ints = this.#view();
    const start = this.#tables >>> 2;
    ints[start] = g.inHeight;
    ints[start + 1] = g.inWidth;
    ints[start + 2] = g.inChannels;
    ints[start + 3] = g.outHeight;
    ints[start + 4] = g.outWidth;
    ints[start + 5] = g.outChannels;
    ints[start + 6] = g.windowHeight;
    ints[start + 7] = g.windowWidth;
    ints[start + 8] = g.strideHeight;
    ints[start + 9] = g.strideWidth;
    ints[start + 10] = g.dilationHeight;
    ints[start + 11] = g.dilationWidth;
    ints[start + 12] = g.padTop;
    ints[start + 13] = g.padLeft;
    return this.#tables;
  }

  /** Room for a second geometry, which a kernel fills itself. */
  get spareSlide(): number {
    return this.#tables + 4 * slideInts;
  }

  /** Writes the addresses of tensors as a table; valid until the next call. */
  pointers(infos: readonly (TensorInfo | undefined)[]): number {
    if (infos.length > mostTensors) {
      throw new RangeError(`Expected at most ${mostTensors} tensors in one op, got ${infos.length}`);
    }
    const ints = this.#view();
    const start = (this.#tables >>> 2) + 2 * slideInts;
    for (let i = 0; i < infos.length; i++) ints[start + i] = this.at(infos[i]);
    return this.#tables + 8 * slideInts;
  }

  /** The memory as floats, at a tensor's place. */
  floats(info: TensorInfo, count: number): Float32Array {
    return new Float32Array(this.#backend.wasm.asm.memory.buffer, this.at(info), count);
  }

  share(info: TensorInfo): TensorInfo {
    this.#backend.incRef(info.dataId);
    return { dataId: info.dataId, shape: info.shape, dtype: info.dtype };
  }

  #view(): Int32Array {
    // A grown memory leaves its old buffer detached, with length 0.
    if (this.#ints.length === 0) this.#ints = new Int32Array(this.#backend.wasm.asm.memory.buffer);
    return this.#ints;
  }
}

/** The number of values in a tensor. */
export const sizeOf = (info: TensorInfo | undefined): number => {
  let size = 1;
  for (const axis of info?.shape ?? []) size *= axis;
  return size;
};
