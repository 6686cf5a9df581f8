// Compiles the AssemblyScript kernels into dist/reprise-kernels.wasm, unless it was made from the same sources.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/** Options in scripts/build/options.json: no runtime, no own memory, no import but the memory, since the module must fit
 * into the heap of tfjs. Warning 112 is about vectors, which are passed between our own functions only. */
const kernelFlags = (root) =>
  JSON.parse(readFileSync(join(root, 'scripts', 'build', 'options.json'), 'utf8')).kernels.flags;

/** Builds the kernels if their sources changed. Returns the path of the WebAssembly file. */
export async function buildKernels(root = process.cwd(), flags = kernelFlags(root)) {
  const folder = join(root, 'experiments', 'engine', 'assembly');
  const target = join(root, 'dist', 'reprise-kernels.wasm');
  const stamp = `${target}.sources`;
  const wanted = digest(root, folder, flags);
  if (isFresh(target, stamp, wanted)) return target;
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
  const compiled = outputs.get('kernels.wasm');
  writeAside(target, compiled);
  writeAside(stamp, stampOf(wanted, compiled));
  return target;
}

/** Names the compiled bytes too: a file that was changed afterwards is not the one that was compiled. */
const stampOf = (wanted, compiled) => `${wanted} ${sha256(compiled)}\n`;

const isFresh = (target, stamp, wanted) =>
  existsSync(target) &&
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === stampOf(wanted, readFileSync(target));

/** Written aside and renamed, so that a reader never meets half a file. */
function writeAside(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${randomUUID()}`;
  writeFileSync(aside, content);
  renameSync(aside, path);
}

function digest(root, folder, flags) {
  const { version } = createRequire(join(root, 'package.json'))('assemblyscript/package.json');
  const names = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const files = names.sort().flatMap((name) => [`\0${name}\0`, readFileSync(join(folder, name))]);
  return sha256(JSON.stringify([version, flags]), ...files);
}
