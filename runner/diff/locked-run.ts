/** One profile of a lock, and which of them is meant. */
import type { Lock, LockedProfile } from '../../schemas/lock.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { profileOf } from '../lock/lock-file.ts';
import { type EvidenceProblem, evidenceProblem } from './evidence-problem.ts';

export interface LockedRun {
  readonly id: string;
  readonly profile: string;
  readonly locked: LockedProfile;
}

/** @param asked undefined for `base`, or else the only one that there is. */
export function askedProfile(
  lock: Lock,
  name: string,
  asked: string | undefined,
): Result<LockedRun, EvidenceProblem> {
  const names = Object.keys(lock.profiles);
  const profile = asked ?? (names.length === 1 ? names[0] : 'base') ?? 'base';
  const locked = profileOf(lock, profile);
  if (locked !== undefined) return ok({ id: lock.id, profile, locked });
  return fail(
    evidenceProblem(
      `expected one of the locked profiles of ${name} (${names.join(', ') || 'none'}), found ${asked === undefined ? 'none given' : `"${asked}"`}`,
      'pass it with --profile',
    ),
  );
}
