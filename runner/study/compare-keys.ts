/** Whether a lock is of what the project computes now, told by job keys: most changes of a tree move none of them. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { planGraph } from '../graph/plan.ts';
import type { Experiment } from './experiment.ts';

/**
 * `same-keys`: the jobs are those that are locked. Else what moved the keys: the manifest, or else the code (or data).
 * `unknown`: the tree is another, and without the data set there are no keys.
 */
export type KeyComparison = 'same-keys' | 'other-manifest' | 'other-code' | 'unknown';

export function compareKeys(experiment: Experiment, locked: LockedProfile): KeyComparison {
  if (hasLockedKeys(experiment, locked)) return 'same-keys';
  if (experiment.manifestDigest !== locked.manifest) return 'other-manifest';
  if (experiment.hasData()) return 'other-code';
  return canonicalJson(locked.code) === canonicalJson(experiment.code.trees) ? 'same-keys' : 'unknown';
}

/** The plan against a store that has what is locked and nothing else: then all is there, or a key has moved. */
function hasLockedKeys({ graph, context }: Experiment, { jobs }: LockedProfile): boolean {
  if (graph.jobs.length !== Object.keys(jobs).length) return false;
  const stored = new Map(Object.values(jobs).map(({ key, outputs }) => [key, outputs] as const));
  const find = (key: JobKey) => {
    const outputs = stored.get(key);
    return outputs === undefined ? undefined : { outputs, dirty: false, unusable: [] };
  };
  return planGraph(graph, { context, clean: true }, { find, failure: () => undefined }).jobs.every(
    (planned) => planned.status === 'hit' && jobs[planned.job.label]?.key === planned.key,
  );
}
