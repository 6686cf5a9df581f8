// Bundles a program that computes with the wasm engine, with the kernels beside it.
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { buildKernels } from './kernels.mjs';
import { buildNative } from './native.mjs';

const root = resolve(import.meta.dirname, '..', '..');

/** @param entry path from the project's root. @returns the path of the program. */
export async function bundleProgram(entry, folder) {
  const require = createRequire(join(root, 'package.json'));
  const kernels = await buildKernels();
  cpSync(kernels, join(folder, 'reprise-kernels.wasm'));
  const native = await buildNative(root, kernels);
  if (native !== undefined) cpSync(native, join(folder, 'reprise-kernels.node'));
  const binary = 'tfjs-backend-wasm-simd.wasm';
  cpSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${binary}`), join(folder, binary));
  const outfile = join(folder, 'program.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // One copy of tfjs: its gradients are published as modules only.
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  });
  return outfile;
}
