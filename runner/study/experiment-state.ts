/** How far an experiment is: its jobs against its store and its lock. */
import type { PlannedJob } from '../graph/plan.ts';
import { lockFileOf, profileOf, readLock } from '../lock/lock-file.ts';
import type { Store } from '../store/store.ts';
import { trialsOf } from '../store/trials-of.ts';
import { compareKeys, type KeyComparison } from './compare-keys.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentPlan } from './plan-experiment.ts';

export interface ExperimentState {
  readonly id: string;
  readonly profile: string;
  readonly jobs: number;
  readonly done: number;
  /** That the searches in the store rest on. */
  readonly trials: number;
  /** Jobs that failed when they ran last. */
  readonly failed: number;
  /** `same code` also where the tree has changed without a change of any key. */
  readonly lock: 'none' | 'unreadable' | (typeof lockWords)[KeyComparison];
  readonly latestRun: string;
}

const lockWords = {
  'same-keys': 'same code',
  'other-manifest': 'other manifest',
  'other-code': 'other code',
  unknown: 'data absent',
} as const;

export const experimentState = (
  experiment: Experiment,
  { counts, jobs, latest }: ExperimentPlan,
): ExperimentState => ({
  id: experiment.manifest.id,
  profile: experiment.profile,
  jobs: jobs.length,
  done: counts.hit,
  trials: countTrials(jobs, experiment.store),
  failed: jobs.filter((job) => job.status === 'run' && job.why.reason === 'failed-last-time').length,
  lock: lockState(experiment),
  latestRun: latest?.runId ?? '-',
});

/** Each search counts all that it asked for. */
const countTrials = (jobs: readonly PlannedJob[], store: Store): number =>
  jobs.reduce((sum, job) => sum + (job.status === 'hit' ? trialsOf(job.outputs, store).length : 0), 0);

function lockState(experiment: Experiment): ExperimentState['lock'] {
  const { file, manifest, profile } = experiment;
  const lock = readLock(lockFileOf(file), manifest.id);
  if (!lock.ok) return lock.failures.every(({ reason }) => reason === 'lock-missing') ? 'none' : 'unreadable';
  const locked = profileOf(lock.value, profile);
  return locked === undefined ? 'none' : lockWords[compareKeys(experiment, locked)];
}
