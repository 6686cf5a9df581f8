/**
 * The parts of tfjs' wasm backend that are not in its interface. Everything that leans on them is in this file,
 * and checked when the engine starts; the version of tfjs is pinned.
 */

import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { OutOfMemory, wasmBytes } from '../memory.ts';

interface EmscriptenModule {
  readonly asm: { readonly memory: WebAssembly.Memory };
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

export interface Backend {
  readonly wasm: EmscriptenModule;
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  incRef(dataId: object): void;
  disposeData(dataId: object): boolean;
}

/** @throws Error when a part is missing, that is, when tfjs is another version than the one pinned */
export const openBackend = (backend: unknown): Backend => {
  const candidate = backend as Partial<Backend>;
  const fits =
    candidate.wasm?.asm?.memory instanceof WebAssembly.Memory &&
    typeof candidate.wasm._malloc === 'function' &&
    typeof candidate.wasm._free === 'function' &&
    typeof candidate.dataIdMap?.get === 'function' &&
    typeof candidate.makeOutput === 'function' &&
    typeof candidate.incRef === 'function' &&
    typeof candidate.disposeData === 'function';
  if (!fits) throw new Error('The wasm backend of tfjs lacks a part that the kernels need; is it 4.22.0?');
  return candidate as Backend;
};

/** Makes a failed allocation throw. Stock tfjs goes on with address 0, and overwrites its own data. */
export const guardAllocation = (module: EmscriptenModule): void => {
  // The first call replaces the function itself, so it must come before the wrapping.
  module._free(module._malloc(8));
  const allocate = module._malloc;
  module._malloc = (bytes) => {
    // More than it can address would be taken for the rest that is left over.
    const address = bytes > wasmBytes ? 0 : allocate(bytes);
    if (address === 0) throw new OutOfMemory(`The wasm engine is out of memory: no room for ${bytes} bytes`);
    return address;
  };
};

/** Hands on the memory's buffer, now and after each growth, whoever asked for it: each detaches the buffer before it. */
export const followBuffer = (memory: WebAssembly.Memory, follow: (buffer: ArrayBuffer) => void): void => {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    const before = grow(pages);
    follow(memory.buffer);
    return before;
  };
  follow(memory.buffer);
};

export interface Canary {
  /** Blocks whose guards were looked at so far. */
  readonly checked: number;
  /** Blocks with a byte changed next to them. */
  readonly broken: number;
}

const guardBytes = 64;
const guardValue = 0xa5;

/** Test mode: puts guard bytes around every block from now on, and checks them when it is freed. */
export const installCanary = (module: EmscriptenModule): Canary => {
  const counts = { checked: 0, broken: 0 };
  const sizes = new Map<number, number>();
  const { _malloc: allocate, _free: release } = module;
  const guards = (start: number, bytes: number): Uint8Array[] => {
    const { buffer } = module.asm.memory;
    return [
      new Uint8Array(buffer, start, guardBytes),
      new Uint8Array(buffer, start + guardBytes + bytes, guardBytes),
    ];
  };
  module._malloc = (bytes) => {
    const start = allocate(bytes + 2 * guardBytes) >>> 0;
    for (const guard of guards(start, bytes)) guard.fill(guardValue);
    sizes.set(start + guardBytes, bytes);
    return start + guardBytes;
  };
  module._free = (address) => {
    const bytes = sizes.get(address >>> 0);
    if (bytes === undefined) {
      release(address);
      return;
    }
    sizes.delete(address >>> 0);
    const start = (address >>> 0) - guardBytes;
    counts.checked += 1;
    const intact = guards(start, bytes).every((guard) => guard.every((byte) => byte === guardValue));
    if (!intact) counts.broken += 1;
    release(start);
  };
  return counts;
};
