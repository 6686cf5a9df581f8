/**
 * Which source imports which, and which packages: asked of the bundler, so that it is what the bundle is made of.
 * Imports of types alone are none.
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { byCodeUnit, sha256 } from '../../schemas/canonical.ts';
import type { CodeGraph, CodeModule, Registry, RegistryEntry } from '../key/code-closure.ts';

/** Where jobs begin: those of a worker, and the selection, which the runner computes. */
export const entries = { worker: 'experiments/worker.ts', select: 'runner/exec/select-job.ts' } as const;

type Import = Metafile['inputs'][string]['imports'][number];

const registryFolder = /^experiments\/registry\/[^/]+\.ts$/;
const kernel = /^experiments\/engine\/assembly\/.*\.ts$/;
/** `'name': () => import('./path.ts')`, with or without quotes, on one line or two. */
const entry =
  /(?:'([^'\n]+)'|"([^"\n]+)"|([\w$]+))\s*:\s*(?:async\s*)?\(\)\s*=>\s*import\(\s*(?:'([^'\n]+)'|"([^"\n]+)")/g;
/** The same to its end. */
const wholeEntry = new RegExp(`${entry.source}\\s*\\),?`, 'g');

/** Runs the bundler of this program over the sources below `root`; nothing is written, and nothing of them runs. */
export async function readCodeGraph(
  root: string,
  options: BuildOptions,
  sourcePaths: readonly string[],
): Promise<CodeGraph> {
  const { build, transform } = await import('esbuild');
  const { chunkNames: _names, banner: _banner, ...worker } = options;
  const { metafile } = await build({
    ...worker,
    absWorkingDir: root,
    entryPoints: Object.values(entries),
    outdir: 'none',
    packages: 'external',
    plugins: [ownName(root)],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const plain = async (path: string): Promise<[string, string]> => {
    const text = readFileSync(join(root, path), 'utf8');
    const { code } = await transform(text, { loader: 'ts', minifyWhitespace: true, tsconfigRaw: {} });
    return [path, code];
  };
  const listed = Object.keys(metafile.inputs).filter((path) => registryFolder.test(path));
  return codeGraph(metafile, new Map(await Promise.all(listed.map(plain))), sourcePaths);
}

/** Imports of the program by its own name, as modules of a user's write them, are sources and no package. */
const ownName = (root: string): Plugin => ({
  name: 'own-name',
  setup({ onResolve }) {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    onResolve({ filter: /^reprise\// }, ({ path }) => {
      const target = exports[`.${path.slice('reprise'.length)}`];
      return name !== 'reprise' || typeof target !== 'string' ? undefined : { path: join(root, target) };
    });
  },
});

/**
 * From the bundler's list of inputs to the graph.
 * @param registryTexts of the sources in the folder of registries, without types and comments.
 */
export function codeGraph(
  { inputs }: Pick<Metafile, 'inputs'>,
  registryTexts: ReadonlyMap<string, string>,
  sourcePaths: readonly string[],
): CodeGraph {
  const modules = Object.entries(inputs).map(([path, { imports }]): [string, CodeModule] => {
    const own = imports.filter(({ external }) => external !== true);
    const packages = imports.filter((each) => each.external === true && !isBuiltin(each.path));
    const registry = registryOf(registryTexts.get(path) ?? '', own);
    const isEntry = ({ kind, path: to }: Import): boolean =>
      kind === 'dynamic-import' && registry?.entries.some((each) => each.path === to) === true;
    return [
      path,
      {
        imports: unique(own.filter((each) => !isEntry(each)).map((each) => each.path)),
        packages: unique(packages.map((each) => packageName(each.path))),
        ...(registry === undefined ? {} : { registry }),
      },
    ];
  });
  return { modules: Object.fromEntries(modules), kernels: sourcePaths.filter((path) => kernel.test(path)) };
}

/** The entries of a registry as written. */
export const registryEntries = (
  text: string,
): readonly { readonly name: string; readonly specifier: string }[] =>
  [...text.matchAll(entry)].map(([, single, double, bare, path, quoted]) => ({
    name: single ?? double ?? bare ?? '',
    specifier: path ?? quoted ?? '',
  }));

/**
 * Undefined for a source without entries, which is one like any. An import that is written in another form stays an
 * import, and so counts for every job.
 */
function registryOf(text: string, imports: readonly Import[]): Registry | undefined {
  const found = registryEntries(text).flatMap(({ name, specifier }): RegistryEntry[] => {
    const target = imports.find((each) => each.kind === 'dynamic-import' && each.original === specifier);
    return target === undefined ? [] : [{ name, path: target.path }];
  });
  return found.length === 0 ? undefined : { entries: found, rest: sha256(text.replaceAll(wholeEntry, '')) };
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort(byCodeUnit);
