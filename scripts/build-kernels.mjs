// Compiles the AssemblyScript kernels into dist/reprise-kernels.wasm, unless it was made from the same sources.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'experiments', 'engine', 'assembly');
const target = join(root, 'dist', 'reprise-kernels.wasm');
const stamp = `${target}.sources`;

// No runtime, no own memory, no import but the memory: the module must fit into the heap of tfjs.
const flags = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--use', 'abort='],
  // Vectors are passed between our own functions only.
  ...['--disableWarning', '112'],
];

const version = createRequire(join(root, 'package.json'))('assemblyscript/package.json').version;

const digest = () => {
  const hash = createHash('sha256').update(JSON.stringify([version, flags]));
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
};

/** Builds the kernels if their sources changed. Returns the path of the WebAssembly file. */
export const buildKernels = async () => {
  const wanted = digest();
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return target;
  const { default: asc } = await import('assemblyscript/asc');
  const outputs = new Map();
  const { error, stderr } = await asc.main(['index.ts', ...flags, '--outFile', 'kernels.wasm'], {
    readFile: (name, base) => {
      const path = resolve(folder, base ?? '.', name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    writeFile: (name, contents) => outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`The kernels do not compile:\n${stderr.toString()}`, { cause: error });
  mkdirSync(dirname(target), { recursive: true });
  // Written aside and renamed, so that a reader never meets half a file.
  const aside = `${target}.${process.pid}`;
  writeFileSync(aside, outputs.get('kernels.wasm'));
  renameSync(aside, target);
  writeFileSync(stamp, wanted);
  return target;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
