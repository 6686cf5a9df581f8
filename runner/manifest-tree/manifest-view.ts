/** What the checks of meaning look at: the parts of a manifest that have a usable shape, and where they are written. */
import { maxSeed } from '../../schemas/ids.ts';
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { countIn, mapIn, mapsIn, textIn } from './loose.ts';
import { keySpan, type Node, type Path, valueSpan } from './node.ts';
import { type Detail, type PlacedProblem, type PlacedReason, problemAt } from './problem.ts';

/** Of all seed sets of a manifest together. */
export const mostSeeds = 100_000;

export interface SeedSetView {
  /** What messages call it. */
  readonly name: string;
  /** Where it is written. */
  readonly path: Path;
  /** In order; without what is no seed. */
  readonly seeds: readonly number[];
  /** Whether its seeds are written one by one. */
  readonly listed: boolean;
  readonly largest: number;
  /** How many seeds are written; `seeds` is empty when they are more than `mostSeeds`. */
  readonly count: number;
}

export interface StageView {
  readonly name: string;
  readonly kind: string | undefined;
  readonly from: string | undefined;
  readonly measure: string | undefined;
  /** A number of seeds, or `each`. */
  readonly seeds: number | 'each' | undefined;
  /** Names of moments at which its trainings are measured besides their end. */
  readonly moments: readonly string[];
  /** Null when the stage selects nothing; undefined when what is written cannot be understood. */
  readonly select: JsonObject | null | undefined;
}

export interface ManifestView {
  readonly plain: JsonObject;
  readonly seedSets: readonly SeedSetView[];
  readonly stages: ReadonlyMap<string, StageView>;
  /** A problem with the value at a path. */
  at(path: Path, reason: PlacedReason, detail: Omit<Detail, 'path'>): PlacedProblem;
  /** A problem with the key at the end of a path. */
  atKey(path: Path, reason: PlacedReason, detail: Omit<Detail, 'path'>): PlacedProblem;
}

export function viewOf(root: Node, value: JsonValue): ManifestView {
  const plain = isJsonObject(value) ? value : {};
  return {
    plain,
    seedSets: Object.entries(mapIn(plain, 'seedSets')).map(([name, seeds]) =>
      seedSetView(['seedSets', name], seeds),
    ),
    stages: new Map(mapsIn(plain, 'stages').map(([name, stage]) => [name, stageView(name, stage)])),
    at: (path, reason, detail) => problemAt(valueSpan(root, path) ?? root.span, path, reason, detail),
    atKey: (path, reason, detail) => problemAt(keySpan(root, path) ?? root.span, path, reason, detail),
  };
}

/** @param path where the set is written; it is called by the last part */
export function seedSetView(path: Path, written: JsonValue): SeedSetView {
  const seeds = Array.isArray(written) ? written.filter(isSeed) : rangeSeeds(written);
  const largest = seeds.reduce((most, seed) => Math.max(most, seed), -1);
  const count = Array.isArray(written) ? seeds.length : rangeCount(written);
  return { name: path.at(-1) ?? '', path, seeds, listed: Array.isArray(written), largest, count };
}

const isSeed = (value: JsonValue): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxSeed;

function rangeSeeds(written: JsonValue): number[] {
  if (!isJsonObject(written)) return [];
  const from = countIn(written, 'from', 0);
  const count = countIn(written, 'count');
  // A count that is refused is not worth unfolding.
  if (from === undefined || count === undefined || count > mostSeeds) return [];
  return Array.from({ length: count }, (_, i) => from + i);
}

const rangeCount = (written: JsonValue): number =>
  isJsonObject(written) ? (countIn(written, 'count') ?? 0) : 0;

function stageView(name: string, stage: JsonObject): StageView {
  const select = stage['select'] ?? null;
  return {
    name,
    kind: textIn(stage, 'kind'),
    // A search has no source; the schema refuses one.
    from: stage['kind'] === 'search' ? undefined : textIn(stage, 'from'),
    measure: textIn(stage, 'measure'),
    moments: Object.keys(mapIn(stage, 'measureAt')),
    seeds: stage['seeds'] === 'each' ? 'each' : countIn(mapIn(stage, 'seeds'), 'count'),
    select: select === null || isJsonObject(select) ? select : undefined,
  };
}
