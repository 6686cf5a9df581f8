/** The resolved versions of the packages that take part in computing a result, from the lockfile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit, canonicalDigest } from '../../schemas/canonical.ts';
import type { EngineName } from '../../schemas/engine.ts';
import type { Sha256 } from '../../schemas/ids.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages?: Readonly<Record<string, LockedPackage>>;
}

/**
 * Digest over name, version and integrity of the packages that package.json names under `reprise.workerDependencies`
 * for every engine (`all`) and for this one, and all that they depend on.
 * @throws Error when package.json or package-lock.json cannot be read.
 */
export function dependenciesDigest(root: string, engine: EngineName): Sha256 {
  const manifest = readJson(join(root, 'package.json')) as {
    reprise?: { workerDependencies?: Readonly<Record<string, readonly string[]>> };
  };
  const lock = readJson(join(root, 'package-lock.json')) as Lockfile;
  const { all = [], [engine]: own = [] } = manifest.reprise?.workerDependencies ?? {};
  return canonicalDigest([...closure([...all, ...own], lock.packages ?? {})].sort(byCodeUnit));
}

function closure(names: readonly string[], packages: Readonly<Record<string, LockedPackage>>): Set<string> {
  const found = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = locate(name, from, packages);
    if (path === undefined || visited.has(path)) return;
    visited.add(path);
    const entry = packages[path] ?? {};
    found.add(`${path} ${entry.version ?? ''} ${entry.integrity ?? ''}`);
    for (const dependency of Object.keys(entry.dependencies ?? {})) visit(dependency, path);
  };
  for (const name of names) visit(name, '');
  return found;
}

/** Node's resolution within the lockfile: the nearest node_modules from `from` upwards. */
function locate(
  name: string,
  from: string,
  packages: Readonly<Record<string, LockedPackage>>,
): string | undefined {
  for (let base = from; ; base = parentOf(base)) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (base === '') return undefined;
  }
}

function parentOf(path: string): string {
  const at = path.lastIndexOf('/node_modules/');
  return at < 0 ? '' : path.slice(0, at);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
