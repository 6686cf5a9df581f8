/** The packages that take part in computing, as package-lock.json resolves them. */
import { byCodeUnit } from '../../schemas/canonical.ts';

export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The part of package-lock.json that counts: path, such as `node_modules/a/node_modules/b`, to package. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** One resolved package. `integrity` is null where the lock file states none. */
export interface ResolvedPackage {
  readonly path: string;
  readonly version: string | null;
  readonly integrity: string | null;
}

/** The named packages and all that they depend on, in code-unit order of their paths; a name that is not locked is left out. */
export function lockedPackages(names: Iterable<string>, packages: LockedPackages): ResolvedPackage[] {
  const found = new Map<string, ResolvedPackage>();
  const visit = (name: string, from: string): void => {
    const path = locate(name, from, packages);
    if (path === undefined || found.has(path)) return;
    const { version = null, integrity = null, dependencies = {} } = packages[path] ?? {};
    found.set(path, { path, version, integrity });
    for (const dependency of Object.keys(dependencies)) visit(dependency, path);
  };
  for (const name of names) visit(name, '');
  return [...found.values()].sort((a, b) => byCodeUnit(a.path, b.path));
}

/** Node's resolution within the lock file: the nearest node_modules from `from` upwards. */
function locate(name: string, from: string, packages: LockedPackages): string | undefined {
  for (let base = from; ; base = parentOf(base)) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, path)) return path;
    if (base === '') return undefined;
  }
}

function parentOf(path: string): string {
  const at = path.lastIndexOf('/node_modules/');
  return at < 0 ? '' : path.slice(0, at);
}
