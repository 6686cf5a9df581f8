/** What a finished run makes of the lock that is there: it holds, it is of something else, or the two contradict. */
import type { LockedProfile } from '../../schemas/lock.ts';
import { atCommit } from './at-commit.ts';
import type { EntryDifference } from './commit-entries.ts';
import { differencesOfJob, type LockDifference, lockDifferences } from './lock-difference.ts';

export type LockVerdict =
  | { readonly status: 'holds' }
  /** The manifest or the code has changed since; none of what both have differs. */
  | { readonly status: 'outdated'; readonly differences: readonly LockDifference[] }
  | { readonly status: 'contradicted'; readonly differences: readonly LockDifference[] };

/** What a run can say against a lock of any other code: the same key means the same computation. */
const contradictsSameKey: ReadonlySet<LockDifference['reason']> = new Set([
  'other-seed',
  'other-files',
  'other-outputs',
  'other-metrics',
  'other-artifact-id',
]);

/**
 * @param found what this run would lock.
 * @param atItsCommit where the lock is wrong about its own commit; undefined when this clone lacks that commit.
 */
export function judgeLock(
  locked: LockedProfile,
  found: LockedProfile,
  atItsCommit: readonly EntryDifference[] | undefined,
): LockVerdict {
  const differences = lockDifferences(locked, atCommit(found, locked.commit));
  const lies = (atItsCommit ?? []).map((entry) => ({ reason: 'other-source' as const, ...entry }));
  const isCode = (path: string): boolean => Object.hasOwn(found.code, path);
  const { code, files } = sameSources(differences, isCode);
  const keys = sameKeys(differences);
  const contradictions = differences.filter((difference) => {
    // A part of the program that is there, and that the lock does not name, was taken out of it.
    if (difference.reason === 'other-source') return difference.locked === null && isCode(difference.path);
    if (contradictsSameKey.has(difference.reason)) return keys(difference);
    // The same code reads the same files to the same settings, and these give the same jobs and reports.
    return code && (files || (difference.reason !== 'other-manifest' && locked.manifest === found.manifest));
  });
  if (lies.length + contradictions.length > 0) {
    return { status: 'contradicted', differences: [...lies, ...contradictions] };
  }
  const results = differences.filter(({ reason }) => reason !== 'other-source');
  return results.length === 0 ? { status: 'holds' } : { status: 'outdated', differences };
}

/**
 * What a run of some of the jobs has against a lock: other results of the same computations. What the part lacks, or
 * computes otherwise, says nothing.
 */
export function contradictionsOfPart(locked: LockedProfile, part: LockedProfile): readonly LockDifference[] {
  const found = atCommit(part, locked.commit);
  return Object.entries(found.jobs).flatMap(([label, job]) => {
    const expected = locked.jobs[label];
    if (expected?.key !== job.key) return [];
    return differencesOfJob(label, expected, job).filter(({ reason }) => contradictsSameKey.has(reason));
  });
}

function sameSources(differences: readonly LockDifference[], isCode: (path: string) => boolean) {
  const changed = differences.flatMap((each) => (each.reason === 'other-source' ? [each.path] : []));
  return { code: !changed.some(isCode), files: changed.every(isCode) };
}

/** Whether the job of a difference has one key in lock and run. */
function sameKeys(differences: readonly LockDifference[]): (difference: LockDifference) => boolean {
  const others = new Set(differences.flatMap((each) => (each.reason === 'other-key' ? [each.label] : [])));
  return (difference) => 'label' in difference && !others.has(difference.label);
}
