/** Reads what job keys say about code: sources and their imports, locked packages, options of the build. Runs none of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../schemas/engine.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { optionsFile, readBuildOptions } from '../build/build-options.ts';
import { entries, readCodeGraph } from '../build/code-graph.ts';
import { ownBuild } from '../build/own-build.ts';
import { installedVersion, readLockedPackages } from '../build/packages.ts';
import { type Sources, sourceDigest } from '../build/sources.ts';
import type { CodeGraph } from '../key/code-closure.ts';
import type { LockedPackages } from '../key/locked-packages.ts';
import { projectFields } from '../key/project-fields.ts';
import type { CodeBase } from './code-closures.ts';
import type { Program } from './program.ts';

export type CodeBaseProblem =
  | { readonly reason: 'no-sources'; readonly missing: string; readonly root: string }
  | { readonly reason: 'sources-not-files'; readonly paths: readonly string[] }
  | { readonly reason: 'sources-do-not-compile'; readonly message: string }
  | { readonly reason: 'no-lockfile'; readonly message: string };

/** @param standIn digest of a worker program that takes the place of the built one. */
export async function readCodeBase(
  { root, packages: folder }: Pick<Program, 'root' | 'packages'>,
  sources: Sources,
  standIn: Sha256 | null,
): Promise<Result<CodeBase, CodeBaseProblem>> {
  const missing = [...Object.values(entries), optionsFile].find((path) => sources.blobs[path] === undefined);
  if (sources.unreadable.length > 0) return fail({ reason: 'sources-not-files', paths: sources.unreadable });
  const packages = readPackages(root, folder);
  if (!packages.ok) return packages;
  if (missing !== undefined) return fail({ reason: 'no-sources', missing, root });
  try {
    const graph = await graphOf(root, sources);
    const lost = Object.keys(graph.modules).find((path) => sources.blobs[path] === undefined);
    if (lost !== undefined) return fail({ reason: 'no-sources', missing: lost, root });
    const options: JsonObject = JSON.parse(readFileSync(join(root, optionsFile), 'utf8'));
    const { description, ...named } = packages.value;
    const fields = projectFields(description, readBuildOptions(root).worker.mainFields);
    return ok({ graph, blobs: sources.blobs, options, projectFields: fields, standIn, ...named });
  } catch (error) {
    return fail({ reason: 'sources-do-not-compile', message: messageOf(error) });
  }
}

/** The build of the same sources knows it already. */
async function graphOf(root: string, sources: Sources): Promise<CodeGraph> {
  const own = ownBuild();
  if (own.ok && own.value.list.sources === sourceDigest(sources)) return own.value.list.graph;
  return readCodeGraph(root, readBuildOptions(root).worker, Object.keys(sources.blobs));
}

interface Packages extends Pick<CodeBase, 'locked' | 'enginePackages' | 'installed'> {
  /** What package.json says. */
  readonly description: JsonObject;
}

function readPackages(root: string, packages: string): Result<Packages, CodeBaseProblem> {
  try {
    const locked = readLockedPackages(root);
    const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const enginePackages: CodeBase['enginePackages'] = description.reprise?.workerDependencies ?? {};
    return ok({
      description,
      locked,
      enginePackages,
      installed: installedBeside(packages, enginePackages, locked),
    });
  } catch (error) {
    return fail({ reason: 'no-lockfile', message: messageOf(error) });
  }
}

function installedBeside(
  packages: string,
  enginePackages: Readonly<Partial<Record<EngineName, readonly string[]>>>,
  locked: LockedPackages,
): Record<string, string> {
  const names = Object.values(enginePackages).flat();
  const unlocked = names.filter((name) => !Object.hasOwn(locked, `node_modules/${name}`));
  return Object.fromEntries(
    unlocked.flatMap((name) => {
      const version = installedVersion(packages, `node_modules/${name}`);
      return version === undefined ? [] : [[name, version]];
    }),
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
