/** What lies in a store and is not what a lock has: outputs of the same computation, files of its reports. */
import type { JobKey } from '../../schemas/ids.ts';
import type { Lock, LockedJob } from '../../schemas/lock.ts';
import { hasLockedOutputs } from '../lock/lock-difference.ts';
import { experimentName } from '../store/experiment-name.ts';
import type { Store } from '../store/store.ts';
import { trialsOf } from '../store/trials-of.ts';

export interface LockContradiction {
  readonly profile: string;
  readonly label: string;
  readonly key: JobKey;
}

export const lockContradictions = (store: Store, lock: Lock): readonly LockContradiction[] =>
  Object.entries(lock.profiles).flatMap(([profile, { jobs }]) =>
    Object.entries(jobs).flatMap(([label, job]) => [
      ...(contradicts(store, job) ? [{ profile, label, key: job.key }] : []),
      // A lock names the list of a search's trials by its digest, and the list names each of their outputs.
      ...trialsOf(job.outputs, store)
        .filter((trial) => contradicts(store, trial))
        .map(({ trial, key }) => ({ profile, label: `${label}/t${trial}`, key })),
    ]),
  );

/** Whether the store has a record of this job with other outputs. */
export function contradicts(store: Store, job: Pick<LockedJob, 'key' | 'outputs'>): boolean {
  const record = store.findRecord(job.key);
  return record !== undefined && !hasLockedOutputs(record, job);
}

export interface ReportContradiction {
  readonly profile: string;
  readonly file: string;
}

/** Files of reports that a run wrote, and that hold something else. What nobody wrote contradicts nothing. */
export const reportContradictions = (store: Store, lock: Lock): readonly ReportContradiction[] =>
  Object.entries(lock.profiles).flatMap(([profile, { reports }]) =>
    Object.entries(reports)
      .filter(([file, digest]) => {
        const found = store.reportDigest(experimentName(lock.id, profile), file);
        return found !== undefined && found !== digest;
      })
      .map(([file]) => ({ profile, file })),
  );
