/** What an audit looks at, gathered once: the experiment as it is here, its lock, and the record behind each job. */
import type { JobKey } from '../../schemas/ids.ts';
import type { Lock, LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { Result } from '../../schemas/result.ts';
import type { TrialLine } from '../../schemas/trial.ts';
import type { JobResult } from '../exec/run-state.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import { lockFileOf, profileOf, readLock } from '../lock/lock-file.ts';
import type { LockProblem } from '../lock/lock-problem.ts';
import { Git } from '../project/git.ts';
import { type ReadOnlyStore, readOnlyStore } from '../store/read-only-store.ts';
import { outputDigests } from '../store/record-file.ts';
import { trialsOf } from '../store/trials-of.ts';
import type { Experiment } from '../study/experiment.ts';
import { experimentCall } from '../study/experiment-call.ts';
import { readMetrics } from '../study/locked-profile.ts';
import { planExperiment } from '../study/plan-experiment.ts';

export interface Evidence {
  /** Its store is only looked at. */
  readonly experiment: Experiment & { readonly store: ReadOnlyStore };
  /** As a command line names it, such as `li2019-table5 --profile nano`. */
  readonly call: string;
  readonly git: Git;
  readonly lockFile: string;
  readonly lock: Result<Lock, LockProblem>;
  /** The profile in the lock; undefined without one. */
  readonly locked: LockedProfile | undefined;
  /** In the order of the graph. */
  readonly jobs: readonly AuditedJob[];
  readonly byLabel: ReadonlyMap<string, AuditedJob>;
}

export interface AuditedJob {
  readonly label: string;
  readonly job: GraphJob;
  readonly locked: LockedJob | undefined;
  /** That of the lock, or without one that of the code and data of this folder; undefined while it is not known. */
  readonly key: JobKey | undefined;
  /** That of the code and data of this folder; undefined while it is not known. */
  readonly plannedKey: JobKey | undefined;
  /** Undefined where there is none that can be believed. */
  readonly record: JobRecord | undefined;
  /** What is wrong with the file of the record, as a clause. */
  readonly damage: string | undefined;
  /** Undefined for a selection, and where they cannot be read. */
  readonly metrics: JobMetrics | undefined;
  /** Of a search that asked for any. */
  readonly trials: readonly TrialLine[];
}

export function gatherEvidence(opened: Experiment): Evidence {
  const store = readOnlyStore(opened.store);
  const experiment = { ...opened, store };
  const lockFile = lockFileOf(opened.file);
  const lock = readLock(lockFile, opened.manifest.id);
  const locked = lock.ok && !opened.adHoc ? profileOf(lock.value, opened.profile) : undefined;
  const planned = new Map(
    planExperiment(experiment).jobs.map((job) => [
      job.job.label,
      job.status === 'waits' ? undefined : job.key,
    ]),
  );
  const jobs = experiment.graph.jobs.map((job): AuditedJob => {
    const lockedJob =
      locked !== undefined && Object.hasOwn(locked.jobs, job.label) ? locked.jobs[job.label] : undefined;
    const plannedKey = planned.get(job.label);
    const key = lockedJob?.key ?? plannedKey;
    const found = key === undefined ? undefined : store.look(key);
    const record = typeof found === 'object' ? found : undefined;
    return {
      ...{ label: job.label, job, locked: lockedJob, key, plannedKey, record },
      damage: typeof found === 'string' ? found : undefined,
      metrics: record === undefined ? undefined : readMetrics(record, store),
      trials: record === undefined ? [] : trialsOf(outputDigests(record.outputs), store),
    };
  });
  return {
    ...{ experiment, lockFile, lock, locked, jobs },
    call: experimentCall(opened),
    git: new Git(opened.project.root),
    byLabel: new Map(jobs.map((job) => [job.label, job])),
  };
}

/** The records behind the numbers: those of the jobs, and those of the trials that their searches rest on. Each once. */
export function recordsOf({ jobs, experiment: { store } }: Evidence): readonly JobRecord[] {
  const records = jobs.flatMap(({ record, trials }) => [
    ...(record === undefined ? [] : [record]),
    ...trials.flatMap(({ key }) => store.findRecord(key) ?? []),
  ]);
  return [...new Map(records.map((record) => [record.key, record])).values()];
}

/** The results that reports can be built of: every job with a record. */
export const hitsOf = ({ jobs }: Evidence): ReadonlyMap<string, JobResult> =>
  new Map(
    jobs.flatMap(({ label, record }): [string, JobResult][] =>
      record === undefined ? [] : [[label, { status: 'hit', record }]],
    ),
  );
