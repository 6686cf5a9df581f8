// node scripts/build/check-native.mjs WASM NATIVE [SHAPES]: fails unless native kernels give the bytes of the WebAssembly ones.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compareKernels } from './compare-kernels.mjs';

const [wasm, path, shapes = '24'] = process.argv.slice(2);
const native = createRequire(import.meta.url)(path);
if (native.kernels === undefined) throw new Error('this processor lacks the instructions');
const unequal = compareKernels(new WebAssembly.Module(readFileSync(wasm)), native, Number(shapes));
if (unequal.length > 0)
  throw new Error(`these give other bytes: ${unequal.map(({ kernel }) => kernel).join(', ')}`);
