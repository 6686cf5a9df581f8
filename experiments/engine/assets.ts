import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('.', import.meta.url));

const firstExisting = (name: string, folders: readonly string[]): string => {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(`Cannot find ${name}; run \`npm run build\`. Looked in: ${folders.join(', ')}`);
  }
  return found;
};

/** The folder of the WebAssembly binary of tfjs: next to the bundle, or its package when run from source. */
export const tfjsWasmFolder = (): string => {
  const name = 'tfjs-backend-wasm-simd.wasm';
  if (existsSync(join(own, name))) return own;
  const resolved = createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);
  return resolved.slice(0, -name.length);
};

/** The compiled kernels: next to the bundle, or in dist/ when run from source. */
export const kernelsPath = (): string =>
  firstExisting('reprise-kernels.wasm', [own, join(own, '..', '..', 'dist')]);

/** The kernels as native code: beside the compiled kernels, where the build had a C compiler. */
export const nativeKernelsPath = (): string | undefined => {
  const path = join(dirname(kernelsPath()), 'reprise-kernels.node');
  return existsSync(path) ? path : undefined;
};
