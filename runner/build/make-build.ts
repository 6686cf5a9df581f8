/**
 * Makes a build: everything into a new folder, which takes its name only when it is complete. Nothing of an earlier
 * build is touched, since programs may be running from it.
 */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { canonicalJson, sha256 } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ResolvedPackage } from '../key/locked-packages.ts';
import { replaceFile } from '../util/atomic-file.ts';
import { type BuildList, changedFiles, listName, readBuild } from './build-file.ts';
import { collectBuilds, takeLease } from './build-leases.ts';
import { readBuildOptions } from './build-options.ts';
import { bundlePage } from './bundle-page.ts';
import { bundleRunner } from './bundle-runner.ts';
import { bundleWorker } from './bundle-worker.ts';
import { readCodeGraph } from './code-graph.ts';
import { buildsFolder, currentBuild, currentFile, distFolder } from './own-build.ts';
import { packagePath } from './package-path.ts';
import { packageProblemsText } from './package-problem-text.ts';
import {
  checkPackages,
  type PackageProblem,
  packageDigest,
  packagesToPin,
  readLockedPackages,
  toolPackages,
} from './packages.ts';
import { readSources, type Sources, sourceDigest } from './sources.ts';

export type MakeProblem =
  | { readonly reason: 'unreadable-sources'; readonly paths: readonly string[] }
  | { readonly reason: 'wrong-packages'; readonly problems: readonly PackageProblem[] }
  | { readonly reason: 'sources-changed' };

/** Programs that start the current build; they must be readable by versions of Node.js that are too old. */
const launchers = ['cli.js', 'worker.js'];

/** The compilers of kernels, each with the path of what it made. */
export interface KernelCompilers {
  readonly wasm: (root: string, flags: readonly string[]) => Promise<string>;
  /** Undefined where native code cannot be had. It computes what the others do, and is in no key. */
  readonly native: (root: string, wasm: string) => Promise<string | undefined>;
}

/** @throws when the sources do not compile. */
export async function makeBuild(
  root: string,
  compile: KernelCompilers,
): Promise<Result<Sha256, MakeProblem>> {
  const sources = readSources(root);
  if (sources.unreadable.length > 0) return fail({ reason: 'unreadable-sources', paths: sources.unreadable });
  const options = readBuildOptions(root);
  const graph = await readCodeGraph(root, options.worker, Object.keys(sources.blobs));
  const wanted = packagesToPin(graph, readLockedPackages(root));
  const wrong = checkPackages(root, wanted);
  if (wrong.length > 0) return fail({ reason: 'wrong-packages', problems: wrong });
  const outdir = join(buildsFolder(distFolder(root)), `.new-${randomUUID()}`);
  mkdirSync(outdir, { recursive: true });
  const release = takeLease(outdir);
  try {
    const worker = async (): Promise<Metafile> => {
      const kernels = await compile.wasm(root, options.kernels.flags);
      const [made, native] = await Promise.all([
        bundleWorker(root, outdir, options.worker, kernels),
        compile.native(root, kernels),
      ]);
      if (native !== undefined) copyFileSync(native, join(outdir, 'reprise-kernels.node'));
      return made;
    };
    // The runner is bundled by another process while the kernels are compiled in this one.
    const [, metafile] = await Promise.all([
      bundleRunner(root, outdir, options.worker.tsconfigRaw),
      worker(),
      bundlePage(root, outdir),
    ]);
    const unknown = unpinned(metafile, wanted);
    if (unknown.length > 0) return fail({ reason: 'wrong-packages', problems: unknown });
    if (sourceDigest(readSources(root)) !== sourceDigest(sources)) return fail({ reason: 'sources-changed' });
    return ok(place(root, outdir, listOf(root, outdir, sources, graph, wanted)));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
    release();
  }
}

export function makeProblemText(problem: MakeProblem): string {
  switch (problem.reason) {
    case 'unreadable-sources':
      return `expected regular files as sources, found others: ${problem.paths.join(', ')}\n  help: restore them with \`git checkout -- <path>\`, or remove them`;
    case 'wrong-packages':
      return packageProblemsText(problem.problems);
    case 'sources-changed':
      return 'expected sources that stay as they are while they are built, found that they changed\n  help: build again';
    default:
      return problem satisfies never;
  }
}

function listOf(
  root: string,
  outdir: string,
  sources: Sources,
  graph: BuildList['graph'],
  packages: readonly ResolvedPackage[],
): BuildList {
  const files = readdirSync(outdir).sort();
  const isTool = (path: string): boolean => toolPackages.some((name) => path === `node_modules/${name}`);
  return {
    formatVersion: 1,
    sources: sourceDigest(sources),
    blobs: sources.blobs,
    graph,
    packages: Object.fromEntries(packages.map(({ path }) => [path, packageDigest(root, path)])),
    tools: Object.fromEntries(
      packages.filter(({ path }) => isTool(path)).map(({ path, version }) => [path, version ?? '']),
    ),
    files: Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(outdir, name)))])),
  };
}

/** Gives the finished folder its name and makes it the current build. */
function place(root: string, outdir: string, list: BuildList): Sha256 {
  const dist = distFolder(root);
  const text = `${canonicalJson(list)}\n`;
  writeFileSync(join(outdir, listName), text);
  for (const name of readdirSync(outdir)) chmodSync(join(outdir, name), 0o444);
  const id = sha256(text);
  const folder = join(buildsFolder(dist), id);
  const existing = readBuild(folder);
  if (!existing.ok || changedFiles(existing.value).length > 0) {
    // What bears the name and is not the build must make room for it.
    rmSync(folder, { recursive: true, force: true });
    renameSync(outdir, folder);
  }
  const before = currentBuild(root);
  for (const name of launchers) {
    replaceFile(join(dist, name), readFileSync(join(root, 'scripts', 'build', 'launchers', name)));
    chmodSync(join(dist, name), 0o755);
  }
  replaceFile(currentFile(dist), `${id}\n`);
  // Somebody may just be starting the build that was current until now.
  collectBuilds(dist, new Set([id, ...(before.ok ? [before.value.id] : [])]));
  return id;
}

/** Packages in the bundle that nobody pinned, such as one that lies below another and was never locked. */
function unpinned({ inputs }: Metafile, wanted: readonly ResolvedPackage[]): PackageProblem[] {
  const known = new Set(wanted.map(({ path }) => path));
  const found = new Set(Object.keys(inputs).flatMap((input) => packagePath(input) ?? []));
  return [...found]
    .filter((path) => !known.has(path))
    .map((path) => ({ path, reason: 'package-not-locked', detail: 'package-lock.json does not name it' }));
}
