/**
 * Takes what a rerun has computed over into the project's store. A record there that the lock contradicts is replaced by
 * the recomputed one once two stand against it, the lock and the rerun; it goes to quarantine.
 */
import type { JobKey } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { atCommit } from '../lock/at-commit.ts';
import { differencesOfJob } from '../lock/lock-difference.ts';
import { openStore } from '../store/open-store.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import { trialsOf } from '../store/trials-of.ts';
import { contradicts } from './lock-contradictions.ts';
import type { FinishedRerun } from './rerun.ts';

export interface Adopted {
  /** Labels of the jobs that the store has now, by the lock's keys. */
  readonly jobs: readonly string[];
  /** Labels of those whose record in the store was another. */
  readonly repaired: readonly string[];
}

/**
 * @param takeAll whether jobs that differ from the lock are taken too, as they may where the engine's promise was kept.
 * @param repair whether records that stand against lock and rerun are replaced.
 */
export function adoptResults(
  store: Store,
  locked: LockedProfile,
  { storeRoot, result }: FinishedRerun,
  { takeAll, repair }: { readonly takeAll: boolean; readonly repair: boolean },
): Adopted {
  const recomputed = openStore(storeRoot);
  const found = atCommit(result.found, locked.commit);
  const jobs: string[] = [];
  const repaired: string[] = [];
  for (const [label, job] of Object.entries(found.jobs)) {
    const isConfirmed = differencesOfJob(label, locked.jobs[label], job).length === 0;
    if (!isConfirmed && !takeAll) continue;
    if (isConfirmed && repair && contradicts(store, job)) {
      store.forget(job.key);
      repaired.push(label);
    }
    if (store.adopt(recomputed, job.key).ok) jobs.push(label);
    adoptTrials(store, recomputed, job.key, repair);
  }
  return { jobs, repaired };
}

/** Of a search, also the trials that it rests on: the lock holds their digests by the list of them. */
function adoptTrials(store: Store, recomputed: Store, key: JobKey, repair: boolean): void {
  const record = recomputed.findRecord(key);
  for (const trial of record === undefined ? [] : trialsOf(outputDigests(record.outputs), recomputed)) {
    if (repair && contradicts(store, trial)) store.forget(trial.key);
    store.adopt(recomputed, trial.key);
  }
}
