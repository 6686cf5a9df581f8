/** Bundles the worker and lays beside it the two WebAssembly files that it loads. Part of what builds a result: see `tools` in job keys. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { entries } from './code-graph.ts';

const tfjsWasm = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';

/** @returns what went into the bundle. */
export async function bundleWorker(
  root: string,
  outdir: string,
  options: BuildOptions,
  kernels: string,
): Promise<Metafile> {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: { worker: entries.worker },
    outdir,
    metafile: true,
    logLevel: 'warning',
  });
  cpSync(join(root, tfjsWasm), join(outdir, 'tfjs-backend-wasm-simd.wasm'));
  cpSync(kernels, join(outdir, 'reprise-kernels.wasm'));
  return metafile;
}
