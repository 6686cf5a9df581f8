/** Records of a store whose outputs are not those that a lock has for the same computation. */
import type { JobKey } from '../../schemas/ids.ts';
import type { Lock, LockedJob } from '../../schemas/lock.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';

export interface LockContradiction {
  readonly profile: string;
  readonly label: string;
  readonly key: JobKey;
}

export const lockContradictions = (store: Store, lock: Lock): readonly LockContradiction[] =>
  Object.entries(lock.profiles).flatMap(([profile, { jobs }]) =>
    Object.entries(jobs)
      .filter(([, job]) => contradicts(store, job))
      .map(([label, { key }]) => ({ profile, label, key })),
  );

/** Whether the store has a record of this job with other outputs. */
export function contradicts(store: Store, { key, outputs }: Pick<LockedJob, 'key' | 'outputs'>): boolean {
  const record = store.findRecord(key);
  if (record === undefined) return false;
  const stored = outputDigests(record.outputs);
  const names = new Set([...Object.keys(stored), ...Object.keys(outputs)]);
  return [...names].some((name) => stored[name] !== outputs[name]);
}
