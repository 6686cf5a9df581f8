/** A manifest as a method sees it that has seeds of its own or skips stages. */
import type { JsonObject } from '../../schemas/json.ts';
import { listIn, mapIn, mapsIn } from '../manifest-tree/loose.ts';
import { type ManifestView, type SeedSetView, seedSetView } from '../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { stagesRun } from './skipped-stages.ts';

/** What a check finds in the manifest, and what it finds besides in the eyes of single methods. */
export function inEachView(
  view: ManifestView,
  check: (view: ManifestView) => readonly ManifestProblem[],
): ManifestProblem[] {
  const found = new Map<string, ManifestProblem>();
  const views = mapsIn(view.plain, 'methods').map(([name, method]) => methodView(view, name, method));
  for (const seen of new Set([view, ...views])) {
    for (const problem of check(seen)) {
      const { path, reason } = { path: '', ...problem };
      const text = JSON.stringify([path, reason]);
      if (!found.has(text)) found.set(text, problem);
    }
  }
  return [...found.values()];
}

/** The view itself for a method that runs as the manifest says. */
export function methodView(view: ManifestView, name: string, method: JsonObject): ManifestView {
  const own = ownSeedSets(name, method);
  const skip = skippedBy(method);
  if (own.size === 0 && skip.length === 0) return view;
  return {
    ...view,
    // Those of the method last, so that a seed in two sets is shown where the method has it.
    seedSets: [...view.seedSets.filter((set) => !own.has(set.name)), ...own.values()],
    stages: new Map(Object.entries(stagesRun(Object.fromEntries(view.stages), skip))),
  };
}

/** The sets in which a method runs. */
export function seedSetsFor(view: ManifestView, name: string, method: JsonObject): readonly SeedSetView[] {
  const own = ownSeedSets(name, method);
  return own.size === 0 ? view.seedSets : [...own.values()];
}

const ownSeedSets = (method: string, entry: JsonObject): ReadonlyMap<string, SeedSetView> =>
  new Map(
    Object.entries(mapIn(entry, 'seedSets')).map(([set, seeds]) => [
      set,
      { ...seedSetView(['methods', method, 'seedSets', set], seeds), name: `${set} of ${method}` },
    ]),
  );

export const skippedBy = (method: JsonObject): string[] =>
  listIn(method, 'skip').filter((name) => typeof name === 'string');
