/**
 * Whether a rerun keeps what its engine promises. A bit-exact engine promises every byte. The others promise numbers
 * within a tolerance, and only numbers: which jobs, files, seeds, reports, code and engine there are does not round.
 */
import type { JsonValue } from '../../schemas/json.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { RerunResult } from '../../schemas/rerun-result.ts';
import { atCommit } from '../lock/at-commit.ts';
import { type LockDifference, lockDifferences } from '../lock/lock-difference.ts';
import { areClose } from '../report/compare/close.ts';
import { type Verdict, worst } from '../report/compare/verdict.ts';
import { type ComparedReport, compareReports } from './compare-report.ts';
import { keepsPromise } from './verdict.ts';

export interface ComparedRun {
  readonly isKept: boolean;
  /** All of them, also those that the engine's promise allows. */
  readonly differences: readonly LockDifference[];
  /** Those that it does not allow. */
  readonly failing: readonly LockDifference[];
  /** The worst verdict of any cell. */
  readonly overall: Verdict;
  readonly reports: readonly ComparedReport[];
}

export function compareRun(
  locked: LockedProfile,
  result: RerunResult,
  lockedText: (file: string) => string | undefined,
): ComparedRun {
  const found = atCommit(result.found, locked.commit);
  const differences = [...lockDifferences(locked, found), ...unplacedJobs(locked, result)];
  // The engine that ran says what it promises; a lock could claim less.
  const { determinism } = result.found.engine;
  const failing =
    determinism === 'bit-exact'
      ? differences
      : differences.filter(failsBeyondNumbers(locked, found, result, differences));
  const reports = compareReports(result.reports, locked, found, lockedText);
  const overall = worst(reports.flatMap(({ rows }) => rows.flatMap(({ verdicts }) => verdicts)));
  const isKept = failing.length === 0 && keepsPromise(overall, determinism);
  return { isKept, differences, failing, overall, reports };
}

/** Jobs of the graph that neither failed nor were locked would otherwise be missed by both. */
const unplacedJobs = (locked: LockedProfile, { graph, found }: RerunResult): LockDifference[] =>
  graph
    .filter(({ label }) => !Object.hasOwn(locked.jobs, label) && !Object.hasOwn(found.jobs, label))
    .map(({ label }) => ({ reason: 'only-computed', label }));

function failsBeyondNumbers(
  locked: LockedProfile,
  found: LockedProfile,
  { graph }: RerunResult,
  differences: readonly LockDifference[],
): (difference: LockDifference) => boolean {
  const differing = new Set(differences.flatMap((each) => ('label' in each ? [each.label] : [])));
  const needs = new Map(graph.map((job) => [job.label, job.needs]));
  return (difference) => {
    switch (difference.reason) {
      case 'other-report':
        return difference.which !== 'other-bytes';
      case 'other-outputs':
      case 'other-metrics':
      case 'other-artifact-id':
        return !measuredAlike(locked.jobs[difference.label], found.jobs[difference.label]);
      case 'other-key': {
        // Inputs enter a key by content, so a key differs with what was computed before it, and for no other reason.
        const follows = (needs.get(difference.label) ?? []).some((label) => differing.has(label));
        return !follows || !measuredAlike(locked.jobs[difference.label], found.jobs[difference.label]);
      }
      default:
        return true;
    }
  };
}

const measuredAlike = (locked: LockedJob | undefined, found: LockedJob | undefined): boolean =>
  locked !== undefined &&
  found !== undefined &&
  areClose(locked.metrics as JsonValue, found.metrics as JsonValue);
