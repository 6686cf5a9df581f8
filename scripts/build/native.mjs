// Compiles the native kernels for this processor, where there is a C compiler. They are kept in the user's cache, since
// each checkout that a rerun makes is built anew; a file there counts only with the digest that was noted for it.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const checker = join(import.meta.dirname, 'check-native.mjs');

const flags = ['-std=c11', '-O3', '-fPIC', '-fvisibility=hidden', '-ffp-contract=off'];
const linkFlags = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];

/** What to compile for, from the widest vectors on. `has` is a macro that the compiler defines for this processor. */
export const instructionSets = [
  {
    name: 'AVX512',
    has: '__AVX512VL__',
    flags: ['-mavx512f', '-mavx512vl', '-mavx512bw', '-mavx512dq', '-mprefer-vector-width=512'],
  },
  { name: 'AVX2', has: '__AVX2__', flags: ['-mavx2'] },
  { name: 'NEON', has: '__ARM_NEON', flags: [] },
];

/** The compiler and what it says of itself, the headers, and the instructions of this processor; undefined without. */
function findTools(root) {
  if (process.env['REPRISE_NATIVE'] === 'off') return undefined;
  const compiler = process.env['CC'] || 'cc';
  const version = spawnSync(compiler, ['--version'], { encoding: 'utf8' });
  const macros = spawnSync(compiler, ['-march=native', '-dM', '-E', '-xc', '/dev/null'], {
    encoding: 'utf8',
  });
  if (version.status !== 0 || macros.status !== 0) return undefined;
  const instructions = instructionSets.find(({ has }) => macros.stdout.includes(` ${has} `));
  const headers = headersOf(root);
  if (instructions === undefined || headers === undefined) return undefined;
  return { compiler, version: version.stdout, headers, instructions };
}

/** Where the headers of Node-API are; undefined where they are not installed. */
export function headersOf(root) {
  try {
    return createRequire(join(root, 'package.json'))('node-api-headers').include_dir;
  } catch {
    return undefined;
  }
}

/** The paths of the sources in C. */
export function sourcesOf(root) {
  const folder = join(root, 'experiments', 'engine', 'native');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * @param wasm path of the WebAssembly kernels, which the native ones must equal byte for byte
 * @returns the path of the native kernels; undefined where there is no compiler, or where what it makes gives other bytes
 */
export async function buildNative(root, wasm) {
  const sources = sourcesOf(root);
  const tools = sources.length === 0 ? undefined : findTools(root);
  if (tools === undefined) return undefined;
  const contents = [...sources, wasm, checker].map((path) => readFileSync(path));
  const { version, instructions } = tools;
  const name = sha256(JSON.stringify([version, process.arch, flags, linkFlags, instructions]), ...contents);
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'reprise', 'kernels', name);
  const kept = readKept(folder);
  if (kept !== undefined) return kept;
  try {
    return await compile(tools, sources, wasm, folder);
  } catch (error) {
    process.stderr.write(`note: without native kernels, since ${String(error.message).split('\n')[0]}\n`);
    return undefined;
  }
}

/** What an earlier build compiled and checked. */
function readKept(folder) {
  const path = join(folder, 'reprise-kernels.node');
  const digest = join(folder, 'sha256');
  if (!existsSync(path) || !existsSync(digest)) return undefined;
  return readFileSync(digest, 'utf8') === sha256(readFileSync(path)) ? path : undefined;
}

/** Compiles the sources for the instructions of a processor, this one's or another's. */
export async function compileKernels(compiler, headers, instructions, { sources, target }) {
  const binding = `${target}.addon.o`;
  const isBinding = (path) => path.endsWith('addon.c');
  // It asks whether the processor has the instructions, and must not need them itself.
  const define = `-DREPRISE_${instructions.name}`;
  await execute(compiler, [...flags, define, '-I', headers, '-c', sources.find(isBinding), '-o', binding]);
  const kernels = sources.filter((path) => path.endsWith('.c') && !isBinding(path));
  const all = [...flags, ...linkFlags, ...instructions.flags, ...kernels, binding, '-lm', '-o', target];
  await execute(compiler, all);
  rmSync(binding);
}

async function compile({ compiler, headers, instructions }, sources, wasm, folder) {
  const aside = `${folder}.${randomUUID()}`;
  mkdirSync(aside, { recursive: true });
  try {
    const target = join(aside, 'reprise-kernels.node');
    await compileKernels(compiler, headers, instructions, { sources, target });
    // In a process of its own, which may crash.
    execFileSync(process.execPath, [checker, wasm, target], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    writeFileSync(join(aside, 'sha256'), sha256(readFileSync(target)));
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
    return join(folder, 'reprise-kernels.node');
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
