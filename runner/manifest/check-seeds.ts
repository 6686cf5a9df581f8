/** Seeds are the sample of an experiment: each is used once, and none is out of range. */
import { maxSeed } from '../../schemas/ids.ts';
import { listIn, mapIn } from '../manifest-tree/loose.ts';
import type { ManifestView, SeedSetView } from '../manifest-tree/manifest-view.ts';
import type { Path } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';

export function checkSeeds(view: ManifestView): ManifestProblem[] {
  return [...tooLarge(view), ...sharedSeeds(view), ...runningOver(view)];
}

function tooLarge(view: ManifestView): ManifestProblem[] {
  return view.seedSets
    .filter(({ largest }) => largest > maxSeed)
    .map(({ name, path, largest }) => seedTooLarge(view, [...path, 'count'], name, largest));
}

function seedTooLarge(view: ManifestView, path: Path, set: string, largest: number): ManifestProblem {
  const detail = { expected: `seeds up to ${maxSeed}`, found: `a count that runs to ${largest}` };
  return view.at(path, { reason: 'seed-too-large', set }, detail);
}

/** One problem for each two sets that share seeds. */
function sharedSeeds(view: ManifestView): ManifestProblem[] {
  return view.seedSets.flatMap((set, i) =>
    view.seedSets.slice(0, i).flatMap((other) => {
      const others = new Set(other.seeds);
      const at = set.seeds.findIndex((seed) => others.has(seed));
      const seed = set.seeds[at];
      if (seed === undefined) return [];
      const path = [...set.path, ...(set.listed ? [itemIndex(view, set, seed)] : [])];
      const sets = [set.name, other.name] as const;
      const detail = { expected: 'each seed in one set', found: `${seed}, which ${other.name} has too` };
      return [view.at(path, { reason: 'shared-seed', seed, sets, byCount: false }, detail)];
    }),
  );
}

/** Its place in the written list, which may hold more than seeds. */
function itemIndex({ plain }: ManifestView, { path }: SeedSetView, seed: number): string {
  const parent = path.slice(0, -1).reduce(mapIn, plain);
  return String(listIn(parent, path.at(-1) ?? '').indexOf(seed));
}

/** A stage that asks for more seeds than a set lists goes on after its largest, where another set may begin. */
function runningOver(view: ManifestView): ManifestProblem[] {
  return [...view.stages.values()].flatMap(({ name, seeds }) => {
    if (typeof seeds !== 'number') return [];
    return view.seedSets.flatMap((set) => runOver(view, ['stages', name, 'seeds', 'count'], set, seeds));
  });
}

function runOver(view: ManifestView, path: Path, set: SeedSetView, count: number): ManifestProblem[] {
  const last = set.largest + Math.max(0, count - set.seeds.length);
  if (set.seeds.length === 0 || last === set.largest) return [];
  if (last > maxSeed) return [seedTooLarge(view, path, set.name, last)];
  return view.seedSets.flatMap((other) => {
    const hit = other.seeds.find((seed) => seed > set.largest && seed <= last);
    if (other === set || hit === undefined) return [];
    const found = `${count} seeds for ${set.name}, which run to ${last} and so into ${other.name} at ${hit}`;
    const reason = { reason: 'shared-seed', seed: hit, sets: [set.name, other.name], byCount: true } as const;
    return [view.at(path, reason, { expected: 'each seed in one set', found })];
  });
}
