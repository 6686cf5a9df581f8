/** The code identity of every job of a project: closures computed once for each set of names that can change them. */
import { byCodeUnit, canonicalDigest } from '../../schemas/canonical.ts';
import type { EngineName } from '../../schemas/engine.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JobKind } from '../../schemas/job.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import type { CodeIdentity } from '../../schemas/record.ts';
import { entries } from '../build/code-graph.ts';
import { toolPackages } from '../build/packages.ts';
import type { SourceBlobs } from '../build/sources.ts';
import {
  type CodeClosure,
  type CodeGraph,
  codeClosure,
  namesIn,
  registeredNames,
} from '../key/code-closure.ts';
import { type LockedPackages, lockedPackages, type ResolvedPackage } from '../key/locked-packages.ts';

/** The sources that build the worker, beside the options that are data. */
const toolSources = ['runner/build/bundle-worker.ts', 'scripts/build/kernels.mjs'];

export interface CodeBase {
  readonly graph: CodeGraph;
  readonly blobs: SourceBlobs;
  readonly locked: LockedPackages;
  /** Options of the bundler and flags of the kernel compiler. */
  readonly options: JsonObject;
  /** Fields of package.json by which sources are resolved, bundled and loaded. */
  readonly projectFields: JsonObject;
  /** Packages that an engine loads by itself, so that no import names them. */
  readonly enginePackages: Readonly<Partial<Record<EngineName, readonly string[]>>>;
  /** Versions of those among them that are installed though package-lock.json does not name them. */
  readonly installed: Readonly<Record<string, string>>;
  /** Digest of a worker program that stands in for the built one; null for none. */
  readonly standIn: Sha256 | null;
}

/** Everything that a job's code identity is made of, for people. */
export interface CodeListing {
  /** Path and blob id. */
  readonly files: readonly (readonly [path: string, blob: string])[];
  readonly registries: CodeClosure['registries'];
  readonly entries: CodeClosure['entries'];
  readonly packages: readonly ResolvedPackage[];
  readonly toolPackages: readonly ResolvedPackage[];
  /** Path and blob id of the programs that build. */
  readonly toolSources: readonly (readonly [path: string, blob: string])[];
  readonly projectFields: JsonObject;
  /** Null for a job that nothing is built for. */
  readonly options: JsonObject | null;
}

export class CodeClosures {
  readonly #base: CodeBase;
  readonly #names: ReadonlySet<string>;
  readonly #byNames = new Map<string, CodeIdentity>();
  readonly #byParameters = new WeakMap<JsonObject, Map<EngineName, CodeIdentity>>();
  #select: CodeIdentity | undefined;
  #tools: Sha256 | undefined;

  constructor(base: CodeBase) {
    this.#base = base;
    this.#names = registeredNames(base.graph);
  }

  identity(kind: JobKind, parameters: JsonObject, engine: EngineName): CodeIdentity {
    if (kind === 'select') {
      this.#select ??= this.#digest(this.listing(kind, parameters, engine));
      return this.#select;
    }
    let byEngine = this.#byParameters.get(parameters);
    if (byEngine === undefined) {
      byEngine = new Map();
      this.#byParameters.set(parameters, byEngine);
    }
    const known = byEngine.get(engine) ?? this.#identityOf(kind, parameters, engine);
    byEngine.set(engine, known);
    return known;
  }

  listing(kind: JobKind, parameters: JsonObject, engine: EngineName): CodeListing {
    const { graph, blobs, options, locked, projectFields } = this.#base;
    const isSelect = kind === 'select';
    const closure = codeClosure(graph, isSelect ? entries.select : entries.worker, this.#namesOf(parameters));
    const paths = isSelect ? closure.files : [...closure.files, ...graph.kernels].sort(byCodeUnit);
    return {
      files: paths.map((path) => [path, this.#blobOf(path)]),
      registries: closure.registries,
      entries: closure.entries,
      packages: [
        ...lockedPackages(closure.packages, locked),
        ...(isSelect ? [] : this.#enginePackages(engine)),
      ],
      toolPackages: isSelect ? [] : lockedPackages(toolPackages, locked),
      toolSources: isSelect ? [] : toolSources.map((path) => [path, blobs[path] ?? 'absent']),
      projectFields,
      options: isSelect ? null : options,
    };
  }

  #identityOf(kind: JobKind, parameters: JsonObject, engine: EngineName): CodeIdentity {
    const names = [engine, ...[...this.#namesOf(parameters)].sort(byCodeUnit)].join('\n');
    const known = this.#byNames.get(names) ?? this.#digest(this.listing(kind, parameters, engine));
    this.#byNames.set(names, known);
    return known;
  }

  #digest(listing: CodeListing): CodeIdentity {
    const { standIn } = this.#base;
    const packages = canonicalDigest(listing.packages.map(packageValue));
    return {
      sources: canonicalDigest({
        files: listing.files.map((pair) => [...pair]),
        registries: listing.registries.map((pair) => [...pair]),
        entries: listing.entries.map((entry) => [...entry]),
      }),
      packages: standIn === null ? packages : canonicalDigest([packages, standIn]),
      tools: listing.options === null ? canonicalDigest([listing.projectFields]) : this.#toolsDigest(listing),
    };
  }

  #toolsDigest(listing: CodeListing): Sha256 {
    this.#tools ??= canonicalDigest({
      options: listing.options,
      packages: listing.toolPackages.map(packageValue),
      projectFields: listing.projectFields,
      sources: toolSources.map((path) => [path, this.#base.blobs[path] ?? null]),
    });
    return this.#tools;
  }

  #namesOf(parameters: JsonObject): ReadonlySet<string> {
    return new Set([...namesIn(parameters)].filter((name) => this.#names.has(name)));
  }

  #enginePackages(engine: EngineName): ResolvedPackage[] {
    const { enginePackages, locked, installed } = this.#base;
    const names = enginePackages[engine] ?? [];
    const unlocked = names.flatMap((name): ResolvedPackage[] => {
      const version = installed[name];
      return version === undefined ? [] : [{ path: `node_modules/${name}`, version, integrity: null }];
    });
    return [...lockedPackages(names, locked), ...unlocked];
  }

  #blobOf(path: string): string {
    const blob = this.#base.blobs[path];
    if (blob === undefined) throw new Error(`Internal error: no content of ${path} was read`);
    return blob;
  }
}

const packageValue = ({ path, version, integrity }: ResolvedPackage): JsonValue => [path, version, integrity];
