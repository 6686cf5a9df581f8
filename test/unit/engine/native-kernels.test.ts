/** The native kernels give the bytes of the WebAssembly ones, and write nowhere else. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
// @ts-expect-error: a build script in plain JavaScript
import { compareKernels, nativeKernelNames } from '../../../scripts/build/compare-kernels.mjs';
import { freshKernels, freshNative, noCompiler } from './support/build.ts';

interface Native {
  readonly bind: (memory: ArrayBuffer) => void;
  readonly kernels: Readonly<Record<string, (...values: number[]) => void>>;
}

let wasm: object;
let native: Native | undefined;
beforeAll(async () => {
  wasm = new WebAssembly.Module(readFileSync(await freshKernels()));
  const path = await freshNative();
  native = path === undefined ? undefined : createRequire(import.meta.url)(path);
}, 120_000);

test('over many shapes, every byte of the memory is the same', ({ skip }) => {
  skip(native === undefined, noCompiler);
  expect(compareKernels(wasm, native, 60)).toEqual([]);
}, 120_000);

test('every native kernel is compared', ({ skip }) => {
  skip(native === undefined, noCompiler);
  expect(Object.keys(native?.kernels ?? {}).sort()).toEqual(nativeKernelNames);
});

test('a kernel that gives other bytes is named', ({ skip }) => {
  skip(native === undefined, noCompiler);
  const given = native as Native;
  let memory = new ArrayBuffer(0);
  const bind = (buffer: ArrayBuffer): void => {
    memory = buffer;
    given.bind(buffer);
  };
  const touching = (kernel: string, output: number) => {
    const changed = (...values: number[]): void => {
      given.kernels[kernel]?.(...values);
      const bytes = new Uint8Array(memory);
      const at = values[output] as number;
      bytes[at] = (bytes[at] as number) ^ 1;
    };
    return { bind, kernels: { ...given.kernels, [kernel]: changed } };
  };
  expect(compareKernels(wasm, touching('add', 2), 1)).toEqual([{ kernel: 'add', seed: 1 }]);
  expect(compareKernels(wasm, touching('separableBack', 9), 1)).toEqual([
    { kernel: 'separableBack', seed: 1 },
  ]);
});
