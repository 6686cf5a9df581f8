/** What becomes of the lock when a run ends: it holds, is written, or stands against what was found. */
import type { GitCommit } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { commitDifferences } from '../lock/commit-entries.ts';
import { contradictionsOfPart, judgeLock } from '../lock/judge-lock.ts';
import type { LockDifference } from '../lock/lock-difference.ts';
import { lockFileOf, profileOf, readLock } from '../lock/lock-file.ts';
import type { LockProblem } from '../lock/lock-problem.ts';
import { writeLock } from '../lock/write-lock.ts';
import type { Experiment } from './experiment.ts';

/** `write` keeps a lock that a run contradicts; `update` replaces it; `off` leaves the lock alone. */
export type LockMode = 'write' | 'update' | 'off';

export type LockOutcome =
  | { readonly status: 'off' | 'incomplete' | 'dirty' | 'uncommitted' | 'ad-hoc' }
  /** The run was of some of the jobs, which neither make a lock nor show that one holds. `compared`: those that it has. */
  | {
      readonly status: 'partial';
      readonly jobs: number;
      readonly leftOut: number;
      readonly compared: number;
    }
  /** `unchecked`: the lock's commit, where this clone lacks it, so that its own content was not looked at. */
  | { readonly status: 'unchanged'; readonly file: string; readonly unchecked: GitCommit | null }
  /** `changes`: where the new lock differs from the one before; none when there was none. */
  | { readonly status: 'written'; readonly file: string; readonly changes: readonly LockDifference[] }
  /** The lock that is there cannot be believed, and other profiles in it must not be lost; or none can be written. */
  | { readonly status: 'unreadable'; readonly problem: LockProblem }
  /** The lock says otherwise than this run has found. */
  | {
      readonly status: 'contradicted';
      readonly file: string;
      readonly differences: readonly LockDifference[];
    };

/** @param found what a lock of this run says; undefined when its tree or manifest is not committed. */
export async function settleLock(
  experiment: Experiment,
  mode: LockMode,
  found: LockedProfile | undefined,
  isComplete: boolean,
): Promise<LockOutcome> {
  if (mode === 'off') return { status: 'off' };
  if (experiment.adHoc) return { status: 'ad-hoc' };
  const jobs = experiment.graph.jobs.length;
  const whole = experiment.wholeGraph?.jobs.length ?? jobs;
  if (whole > jobs) return settlePart(experiment, found, { jobs, leftOut: whole - jobs });
  if (!isComplete) return { status: 'incomplete' };
  if (found === undefined) return { status: experiment.code.dirty === null ? 'uncommitted' : 'dirty' };
  const { id } = experiment.manifest;
  const file = lockFileOf(experiment.file);
  const existing = readLock(file, id);
  const [problem] = existing.ok ? [] : existing.failures;
  if (problem !== undefined && problem.reason !== 'lock-missing' && mode !== 'update') {
    return { status: 'unreadable', problem };
  }
  const locked = existing.ok ? profileOf(existing.value, experiment.profile) : undefined;
  const outcome = locked === undefined ? undefined : await judged(experiment, file, mode, locked, found);
  if (outcome !== undefined && outcome.status !== 'written') return outcome;
  const written = writeLock(file, id, experiment.profile, found);
  const [impossible] = written.ok ? [] : written.failures;
  if (impossible !== undefined) return { status: 'unreadable', problem: impossible };
  return outcome ?? { status: 'written', file, changes: [] };
}

/** A part writes no lock, but what it has computed may stand against the one that is there. */
function settlePart(
  { file: manifest, manifest: { id }, profile }: Experiment,
  part: LockedProfile | undefined,
  size: { readonly jobs: number; readonly leftOut: number },
): LockOutcome {
  const file = lockFileOf(manifest);
  const existing = readLock(file, id);
  const locked = existing.ok ? profileOf(existing.value, profile) : undefined;
  if (part === undefined || locked === undefined) return { status: 'partial', ...size, compared: 0 };
  const differences = contradictionsOfPart(locked, part);
  if (differences.length > 0) return { status: 'contradicted', file, differences };
  const compared = Object.entries(part.jobs).filter(([label, { key }]) => locked.jobs[label]?.key === key);
  return { status: 'partial', ...size, compared: compared.length };
}

async function judged(
  { project }: Experiment,
  file: string,
  mode: LockMode,
  locked: LockedProfile,
  found: LockedProfile,
): Promise<LockOutcome> {
  const atItsCommit = await commitDifferences(project.root, locked.commit, locked, found.files);
  const verdict = judgeLock(locked, found, atItsCommit);
  switch (verdict.status) {
    case 'holds':
      return { status: 'unchanged', file, unchecked: atItsCommit === undefined ? locked.commit : null };
    case 'outdated':
      return { status: 'written', file, changes: verdict.differences };
    case 'contradicted':
      return mode === 'update'
        ? { status: 'written', file, changes: verdict.differences }
        : { status: 'contradicted', file, differences: verdict.differences };
    default:
      return verdict satisfies never;
  }
}
