import { cpSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
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
export const bundle = async (program: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-engine-'));
  cpSync(await freshKernels(), join(folder, 'reprise-kernels.wasm'));
  const native = await freshNative();
  if (native !== undefined) cpSync(native, join(folder, 'reprise-kernels.node'));
  const binary = 'tfjs-backend-wasm-simd.wasm';
  const require = createRequire(import.meta.url);
  cpSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${binary}`), join(folder, binary));
  const outfile = join(folder, 'program.mjs');
  await build({
    entryPoints: [join(dirname(new URL(import.meta.url).pathname), program)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  });
  return outfile;
};
