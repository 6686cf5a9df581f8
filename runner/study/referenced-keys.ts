/** The jobs of a store that something names: a lock, the latest run of an experiment, or a manifest as it is now. */
import { join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { lockFileOf, readLock } from '../lock/lock-file.ts';
import type { LockProblem } from '../lock/lock-problem.ts';
import { findManifests } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import { trialsOf } from '../store/trials-of.ts';
import { type ExperimentProblem, openExperiment, openProjectStore } from './experiment.ts';
import { readLatestRuns } from './latest-run.ts';
import { planExperiment } from './plan-experiment.ts';

/** What a manifest or a lock names is then not known. */
export type ReferenceProblem = ExperimentProblem | { readonly reason: 'lock'; readonly problem: LockProblem };

export async function referencedKeys(
  project: Project,
): Promise<Result<ReadonlySet<JobKey>, ReferenceProblem>> {
  const keys = new Set<JobKey>();
  const problems: ReferenceProblem[] = [];
  const add = (found: Result<readonly JobKey[], ReferenceProblem>): void => {
    if (found.ok) for (const key of found.value) keys.add(key);
    else problems.push(...found.failures);
  };
  for (const { jobs } of readLatestRuns(project.storeRoot).values()) add(ok(Object.values(jobs)));
  for (const { id, file, profiles, problems: unlisted } of findManifests(project.root)) {
    if (id === null) {
      problems.push({ reason: 'manifest', problems: unlisted });
      continue;
    }
    add(lockedKeys(join(project.root, lockFileOf(file)), id));
    for (const profile of [undefined, ...profiles]) {
      add(await plannedKeys(project, join(project.root, file), profile));
    }
  }
  addTrials(openProjectStore(project), keys);
  return problems.length > 0 ? fail(...problems) : ok(keys);
}

/** What a search rests on is named with it. */
function addTrials(store: Store, keys: Set<JobKey>): void {
  for (const key of [...keys]) {
    const record = store.findRecord(key);
    for (const trial of record === undefined ? [] : trialsOf(outputDigests(record.outputs), store))
      keys.add(trial.key);
  }
}

function lockedKeys(file: string, id: string): Result<readonly JobKey[], ReferenceProblem> {
  const lock = readLock(file, id);
  if (lock.ok) {
    return ok(
      Object.values(lock.value.profiles).flatMap(({ jobs }) => Object.values(jobs).map(({ key }) => key)),
    );
  }
  const problems = lock.failures.filter(
    // What an older version locked, no record of this one is.
    ({ reason }) => reason !== 'lock-missing' && reason !== 'lock-other-version',
  );
  return problems.length === 0
    ? ok([])
    : fail(...problems.map((problem) => ({ reason: 'lock' as const, problem })));
}

async function plannedKeys(
  project: Project,
  file: string,
  profile: string | undefined,
): Promise<Result<readonly JobKey[], ReferenceProblem>> {
  const opened = await openExperiment(project, file, { profile, optionalData: true });
  if (!opened.ok) return opened;
  const { jobs } = planExperiment(opened.value);
  return ok(jobs.flatMap((job) => (job.status === 'waits' ? [] : [job.key])));
}
