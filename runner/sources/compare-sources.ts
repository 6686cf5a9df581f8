/** A resolved manifest held against the list of where its settings come from, field by field. */
import { byCodeUnit, canonicalJson } from '../../schemas/canonical.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type { Sources } from '../../schemas/sources.ts';
import { eachLeaf } from '../util/each-leaf.ts';
import { mapValues } from '../util/map-entries.ts';

export interface SourcedSetting {
  /** Dotted path in the manifest. */
  readonly path: string;
  readonly value: JsonValue;
  /** Null where no source gives the setting. */
  readonly source: string | null;
}

export type SourceProblem =
  | {
      readonly reason: 'other-value';
      readonly path: string;
      readonly value: JsonValue;
      readonly expected: JsonValue;
      readonly source: string | null;
    }
  /** The manifest has it and the list does not. */
  | { readonly reason: 'not-listed'; readonly path: string; readonly value: JsonValue }
  | { readonly reason: 'not-in-manifest'; readonly path: string }
  | { readonly reason: 'listed-twice'; readonly path: string };

export interface ComparedSources {
  /** In the order of the manifest. */
  readonly settings: readonly SourcedSetting[];
  readonly problems: readonly SourceProblem[];
}

export function compareSources(manifest: ResolvedManifest, sources: Sources): ComparedSources {
  const listed = entriesOf(sources);
  const byPath = new Map(listed.map((entry) => [entry.path, entry]));
  const twice = [
    ...new Set(listed.filter((entry) => byPath.get(entry.path) !== entry).map(({ path }) => path)),
  ];
  const settings: SourcedSetting[] = [];
  const problems: SourceProblem[] = twice.map((path) => ({ reason: 'listed-twice', path }));
  for (const { path, value } of settingsOf(manifest)) {
    const entry = byPath.get(path);
    byPath.delete(path);
    if (entry === undefined) problems.push({ reason: 'not-listed', path, value });
    else if (canonicalJson(entry.value) !== canonicalJson(value)) {
      problems.push({ reason: 'other-value', path, value, expected: entry.value, source: entry.source });
    }
    settings.push({ path, value, source: entry?.source ?? null });
  }
  const left = [...byPath.keys()].sort(byCodeUnit);
  return {
    settings,
    problems: [...problems, ...left.map((path) => ({ reason: 'not-in-manifest' as const, path }))],
  };
}

function entriesOf({ sourced, ours }: Sources): SourcedSetting[] {
  const groups = [...sourced, { source: null, values: ours }];
  return groups.flatMap(({ source, values }) =>
    Object.entries(values).map(([path, value]) => ({ path, value, source })),
  );
}

/** What names a thing or says what it is, and sets nothing. */
const words: ReadonlySet<string> = new Set(['kind', 'label', 'from', 'description']);

/**
 * Every value of the parts of a manifest that decide what is computed, under the path by which a profile overrides it. Of
 * a seed set it is the number of seeds.
 */
export function settingsOf(manifest: ResolvedManifest): PathAndValue[] {
  const { task, space, stages } = manifest;
  const seedSets = mapValues(manifest.seedSets, (seeds) => seeds.length);
  const methods = mapValues(manifest.methods, ({ settings, ...own }) => ({ ...own, ...settings }));
  const found: PathAndValue[] = [];
  eachLeaf({ task, space, seedSets, methods, stages }, (path, value) => {
    if (!words.has(path.slice(path.lastIndexOf('.') + 1))) found.push({ path, value: value as JsonValue });
  });
  return found;
}

interface PathAndValue {
  readonly path: string;
  readonly value: JsonValue;
}
