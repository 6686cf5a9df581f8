/**
 * The code that one job can reach. From an entry every import is followed, but of a registry only the entries whose
 * name the job's parameters hold: what else is registered cannot change the job.
 */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonValue } from '../../schemas/json.ts';

export interface RegistryEntry {
  readonly name: string;
  /** The source that the entry loads. */
  readonly path: string;
}

/** A source that loads others by name. */
export interface Registry {
  readonly entries: readonly RegistryEntry[];
  /** Over its text without entries, types and comments: what it does with them counts for every job. */
  readonly rest: Sha256;
}

export interface CodeModule {
  /** Sources that it imports, now or later; those that entries load are not among them. */
  readonly imports: readonly string[];
  /** Names of packages that it imports. */
  readonly packages: readonly string[];
  readonly registry?: Registry;
}

/** Which source imports which. Paths are from the project's folder. */
export interface CodeGraph {
  readonly modules: Readonly<Record<string, CodeModule>>;
  /** Sources of the compiled kernels, which nothing imports: they belong to every job of a worker. */
  readonly kernels: readonly string[];
}

/** What an entry reaches; each list in code-unit order. */
export interface CodeClosure {
  readonly files: readonly string[];
  /** Path and digest of each registry without its entries. */
  readonly registries: readonly (readonly [path: string, rest: Sha256])[];
  /** The followed entries: registry, name and path. */
  readonly entries: readonly (readonly [registry: string, name: string, path: string])[];
  readonly packages: readonly string[];
}

/** @throws Error when the graph lacks the entry or a module that another imports. */
export function codeClosure(graph: CodeGraph, entry: string, names: ReadonlySet<string>): CodeClosure {
  const visited = new Set<string>();
  const files: string[] = [];
  const registries: [string, Sha256][] = [];
  const entries: [string, string, string][] = [];
  const packages = new Set<string>();
  const pending = [entry];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (visited.has(path)) continue;
    visited.add(path);
    const module = graph.modules[path];
    if (module === undefined) throw new Error(`Internal error: the import graph lacks ${path}`);
    for (const name of module.packages) packages.add(name);
    pending.push(...module.imports);
    if (module.registry === undefined) {
      files.push(path);
      continue;
    }
    registries.push([path, module.registry.rest]);
    const followed = module.registry.entries.filter(({ name }) => names.has(name));
    for (const { name, path: target } of followed) entries.push([path, name, target]);
    pending.push(...followed.map((each) => each.path));
  }
  return {
    files: files.sort(byCodeUnit),
    registries: registries.sort(([a], [b]) => byCodeUnit(a, b)),
    entries: entries.sort((a, b) => byCodeUnit(a.join('\n'), b.join('\n'))),
    packages: [...packages].sort(byCodeUnit),
  };
}

/** Every text that stands as a value anywhere in the parameters. */
export function namesIn(value: JsonValue, into = new Set<string>()): Set<string> {
  if (typeof value === 'string') into.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) namesIn(item, into);
  }
  return into;
}

/** All names that the registries of the graph know: only these can change a closure. */
export function registeredNames(graph: CodeGraph): ReadonlySet<string> {
  const entries = Object.values(graph.modules).flatMap(({ registry }) => registry?.entries ?? []);
  return new Set(entries.map(({ name }) => name));
}
