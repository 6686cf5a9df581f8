/**
 * Puts the installed package and the modules of the project together: a copy of the package's sources with the project's
 * files in the same folders and a line for each module in the registries. It is a program like that of a clone, so that
 * keys, builds and checks know no difference, and what both have has the same path and the same content.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { canonicalDigest } from '../../schemas/canonical.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { registryEntries } from '../build/code-graph.ts';
import { readContents } from '../build/contents.ts';
import { readLockedPackages } from '../build/packages.ts';
import {
  blobId,
  lockFile,
  lockFileIn,
  readSources,
  type SourceBlobs,
  sourceDigest,
} from '../build/sources.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import { installedFault, type PackageFault } from './installed-package.ts';
import { type ModuleKind, type OwnModule, ownModules, ownSources } from './own-modules.ts';
import type { Program } from './program.ts';
import { withEntries } from './registry-lines.ts';

export type ExtensionProblem =
  /** The package has a file or a module of that name. */
  | { readonly reason: 'module-name-taken'; readonly path: string; readonly by: string }
  | { readonly reason: 'module-name-wrong'; readonly path: string }
  | { readonly reason: 'extension-failed'; readonly detail: string };

const registryOf: Readonly<Record<ModuleKind, string>> = {
  method: 'experiments/registry/methods.ts',
  space: 'experiments/registry/spaces.ts',
  task: 'experiments/registry/tasks.ts',
};

/** Made of what the modules say about themselves. */
const generators = ['scripts/manifest-schema.mjs', 'scripts/space-options.mjs'];

/** As manifests write names. */
const moduleName = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const stateFile = 'extension.json';

interface Part {
  /** Path in the program. */
  readonly path: string;
  readonly content: Buffer;
}

/** @param root of the project. @param notice says that something takes a while. */
export async function extendProgram(
  root: string,
  { root: target, installed }: Program & { readonly installed: string },
  notice: () => void,
): Promise<Result<null, ExtensionProblem | PackageFault>> {
  const modules = ownModules(root);
  const parts = partsOf(root, installed, modules);
  if (!parts.ok) return parts;
  const inputs = canonicalDigest(parts.value.map(({ path, content }) => [path, blobId(content)]));
  if (isExtended(target, inputs)) return ok(null);
  const fault = installedFault(root, installed);
  if (fault !== undefined) return fail(fault);
  notice();
  lay(target, parts.value);
  linkPackages(root, installed, target);
  for (const generator of generators) {
    const made = await execa(process.execPath, [generator], { cwd: target, reject: false, all: true });
    if (made.failed) return fail({ reason: 'extension-failed', detail: wordsOf(made.all ?? '') });
  }
  const state = { inputs, sources: sourceDigest(readSources(target)) };
  replaceFile(join(target, stateFile), `${JSON.stringify(state)}\n`);
  return ok(null);
}

/** What a generator says is wrong, without the way through its own program. */
function wordsOf(output: string): string {
  const places = output.match(/^\S+:\d+:\d+: ERROR: .*$/gm) ?? [];
  const [, message] = /^\w*Error: (.*)$/m.exec(output) ?? [];
  return places.length > 0 ? places.join('\n    ') : (message ?? output.trimEnd());
}

function partsOf(
  root: string,
  installed: string,
  modules: readonly OwnModule[],
): Result<readonly Part[], ExtensionProblem> {
  const contents = readContents(installed);
  const packed = contents.ok ? contents.value : {};
  const own = ownSources(root);
  const wrong = wrongName(packed, own, modules, installed);
  if (wrong !== undefined) return fail(wrong);
  const from = (folder: string, path: string): Part => ({ path, content: readFileSync(join(folder, path)) });
  return ok([
    ...Object.keys(packed)
      .filter((path) => !path.startsWith('manifests/'))
      .map((path) => withModules(from(installed, path), modules)),
    { path: lockFile, content: readFileSync(lockFileIn(installed)) },
    ...own.map((path) => from(root, path)),
  ]);
}

function wrongName(
  packed: SourceBlobs,
  own: readonly string[],
  modules: readonly OwnModule[],
  installed: string,
): ExtensionProblem | undefined {
  const wrong = modules.find(({ name }) => !moduleName.test(name));
  if (wrong !== undefined) return { reason: 'module-name-wrong', path: wrong.path };
  const file = own.find((path) => Object.hasOwn(packed, path));
  if (file !== undefined) return { reason: 'module-name-taken', path: file, by: 'a file of the package' };
  for (const { kind, name, path } of modules) {
    const text = readFileSync(join(installed, registryOf[kind]), 'utf8');
    const same = modules.some((other) => other.kind === kind && other.name === name && other.path !== path);
    if (same) return { reason: 'module-name-taken', path, by: `another ${kind} of this project` };
    if (registryEntries(text).some((entry) => entry.name === name)) {
      return { reason: 'module-name-taken', path, by: `a ${kind} of the package` };
    }
  }
  return undefined;
}

function withModules(part: Part, modules: readonly OwnModule[]): Part {
  const own = modules.filter(({ kind }) => registryOf[kind] === part.path);
  return own.length === 0
    ? part
    : { ...part, content: Buffer.from(withEntries(part.content.toString('utf8'), own)) };
}

/** Whether the program was made of the same parts, and nothing of it was changed since. */
function isExtended(target: string, inputs: string): boolean {
  const text = unlessMissing(() => readFileSync(join(target, stateFile), 'utf8'));
  if (text === undefined) return false;
  const state: { inputs?: unknown; sources?: unknown } = JSON.parse(text);
  return state.inputs === inputs && state.sources === sourceDigest(readSources(target));
}

/** Writes what differs, and takes away sources that are no part. */
function lay(target: string, parts: readonly Part[]): void {
  rmSync(join(target, stateFile), { force: true });
  mkdirSync(target, { recursive: true });
  const ignore = join(dirname(target), '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  const wanted = new Set(parts.map(({ path }) => path));
  for (const path of Object.keys(readSources(target).blobs)) {
    if (!wanted.has(path)) rmSync(join(target, path));
  }
  for (const { path, content } of parts) {
    const file = join(target, path);
    if (unlessMissing(() => readFileSync(file))?.equals(content) === true) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Packages lie beside Reprise or below it, as npm has found room; here all of them are in one folder. */
function linkPackages(root: string, installed: string, target: string): void {
  const folder = join(target, 'node_modules');
  rmSync(folder, { recursive: true, force: true });
  const names = Object.keys(readLockedPackages(installed)).flatMap(
    (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1] ?? [],
  );
  for (const name of names) {
    const found = [installed, root]
      .map((base) => join(base, 'node_modules', name))
      .find((path) => existsSync(path));
    if (found === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(found, join(folder, name), 'dir');
  }
}
