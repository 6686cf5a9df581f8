import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error: a build script in plain JavaScript
import { bundleProgram } from '../../../../scripts/build/bundle-program.mjs';
// @ts-expect-error: a build script in plain JavaScript
import { buildKernels } from '../../../../scripts/build/kernels.mjs';
// @ts-expect-error: a build script in plain JavaScript
import { buildNative } from '../../../../scripts/build/native.mjs';

/** Compiles the kernels if their sources changed; tests of the wasm engine run against the present ones. */
export const freshKernels = async (): Promise<string> => (await buildKernels()) as string;

export const noCompiler = 'needs a C compiler (`cc`) and a processor with AVX2, AVX-512 or NEON';

/** The path of the native kernels; undefined where this machine cannot compile them. */
export const freshNative = async (): Promise<string | undefined> =>
  (await buildNative(process.cwd(), await freshKernels())) as string | undefined;

/** Bundles a program of this folder with all it needs to run in a process of its own; returns its path. */
export const bundle = (program: string): Promise<string> =>
  bundleProgram(
    `test/unit/engine/support/${program}`,
    mkdtempSync(join(tmpdir(), 'reprise-engine-')),
  ) as Promise<string>;
