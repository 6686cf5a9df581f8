/** What the lock beside a manifest has of an experiment. */
import type { LockedProfile } from '../../schemas/lock.ts';
import { lockFileOf, profileOf, readLock } from '../lock/lock-file.ts';
import type { Experiment } from './experiment.ts';

/** Undefined without a lock that can be read, and for an experiment with overrides, which has none. */
export function profileInLock({
  file,
  manifest,
  profile,
  adHoc,
}: Pick<Experiment, 'file' | 'manifest' | 'profile' | 'adHoc'>): LockedProfile | undefined {
  if (adHoc) return undefined;
  const lock = readLock(lockFileOf(file), manifest.id);
  return lock.ok ? profileOf(lock.value, profile) : undefined;
}
