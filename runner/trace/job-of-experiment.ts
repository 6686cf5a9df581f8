/** What the store has of a job of an experiment: of the code as it is now, or else of the run or lock that came before. */
import type { FailedJob } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { PlannedJob } from '../graph/plan.ts';
import type { Experiment } from '../study/experiment.ts';
import { type ExperimentPlan, planExperiment } from '../study/plan-experiment.ts';
import { profileInLock } from '../study/profile-in-lock.ts';

export type StoredJobState =
  /** `current`: what a run now would find; `earlier`: of other code, data or settings than those of this folder. */
  | { readonly state: 'current' | 'earlier'; readonly record: JobRecord }
  | { readonly state: 'failed'; readonly failed: FailedJob }
  | { readonly state: 'absent' };

/** An experiment with what tells which of the records of the store are its own. */
export interface TracedExperiment {
  readonly experiment: Experiment;
  /** The profile in the lock beside the manifest; undefined when there is none that can be read. */
  readonly locked: LockedProfile | undefined;
  readonly stateOf: (label: string) => StoredJobState;
}

export function tracedExperiment(experiment: Experiment): TracedExperiment {
  const { store } = experiment;
  const plan = planExperiment(experiment);
  const planned = new Map(plan.jobs.map((job) => [job.job.label, job]));
  const locked = profileInLock(experiment);
  const stateOf = (label: string): StoredJobState => {
    const now = planned.get(label);
    const current = now?.status === 'hit' ? store.findRecord(now.key) : undefined;
    if (current !== undefined) return { state: 'current', record: current };
    const failed = now?.status === 'run' ? store.findFailure(now.key) : undefined;
    if (failed !== undefined) return { state: 'failed', failed };
    for (const key of earlierKeys(label, now, plan, locked)) {
      const record = store.findRecord(key);
      if (record !== undefined) return { state: 'earlier', record };
    }
    return { state: 'absent' };
  };
  return { experiment, locked, stateOf };
}

function earlierKeys(
  label: string,
  now: PlannedJob | undefined,
  { latest }: ExperimentPlan,
  locked: LockedProfile | undefined,
): readonly JobKey[] {
  const own = (jobs: Readonly<Record<string, JobKey>>): JobKey[] =>
    Object.hasOwn(jobs, label) && jobs[label] !== undefined ? [jobs[label]] : [];
  const lockedJob =
    locked !== undefined && Object.hasOwn(locked.jobs, label) ? locked.jobs[label] : undefined;
  const unusable = now?.status === 'run' ? now.key : undefined;
  return [...own(latest?.jobs ?? {}), ...(lockedJob === undefined ? [] : [lockedJob.key])].filter(
    (key) => key !== unusable,
  );
}
