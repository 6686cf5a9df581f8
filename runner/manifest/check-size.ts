/**
 * An experiment has a size that the rest of the runner can hold. It is computed from the lengths of what is written:
 * a matrix of a few words can stand for more jobs than memory has room for.
 */
import type { JsonObject } from '../../schemas/json.ts';
import { countIn, listIn, mapIn, mapsIn } from '../manifest-tree/loose.ts';
import {
  type ManifestView,
  mostSeeds,
  type SeedSetView,
  type StageView,
} from '../manifest-tree/manifest-view.ts';
import { trains } from '../manifest-tree/measured.ts';
import type { Path } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { seedSetsFor } from './method-views.ts';

/** Twice what the plan of an experiment is known to manage in seconds. */
const mostJobs = 100_000;

export function checkSize(view: ManifestView): ManifestProblem[] {
  const methods = mapsIn(view.plain, 'methods').map(([name, method]) => ({
    name,
    count: variantsOf(method),
    sets: seedSetsFor(view, name, method),
  }));
  const own = methods.flatMap(({ name, sets }) =>
    sets === view.seedSets ? [] : [{ path: ['methods', name, 'seedSets'], sets }],
  );
  for (const { path, sets } of [{ path: ['seedSets'], sets: view.seedSets }, ...own]) {
    const seeds = sets.reduce((sum, set) => sum + set.count, 0);
    if (seeds > mostSeeds) return [tooMany(view, path, 'seeds', mostSeeds, seeds)];
  }
  const jobs = methods.reduce(
    (sum, { count, sets }) => sum + count * sets.reduce((each, set) => each + jobsOf(view, set), 0),
    0,
  );
  if (jobs <= mostJobs) return [];
  const [most] = methods.toSorted((a, b) => b.count - a.count);
  const path = most === undefined || most.count === 1 ? ['seedSets'] : ['methods', most.name, 'matrix'];
  return [tooMany(view, path, 'jobs', mostJobs, jobs)];
}

function tooMany(view: ManifestView, path: Path, what: string, most: number, found: number): ManifestProblem {
  const detail = { expected: `at most ${most} ${what} in all`, found: String(found) };
  return view.atKey(path, { reason: 'too-many', what }, detail);
}

/** Combinations of the values of a matrix. */
function variantsOf(method: JsonObject): number {
  const matrix = mapIn(method, 'matrix');
  return Object.keys(matrix).reduce((product, key) => product * Math.max(1, listIn(matrix, key).length), 1);
}

/** Jobs of one method variant on one seed set, those of skipped stages included. */
const jobsOf = ({ stages }: ManifestView, set: SeedSetView): number =>
  [...stages.values()].reduce((sum, stage) => sum + stageJobs(stage, set), 0);

function stageJobs(stage: StageView, set: SeedSetView): number {
  const seeds = typeof stage.seeds === 'number' ? stage.seeds : set.count;
  if (!trains(stage) || !stage.select) return seeds;
  return 1 + seeds * (countIn(stage.select, 'keep') ?? 1);
}
