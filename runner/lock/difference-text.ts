/** Differences from a lock in words; the one printer. */
import type { LockDifference } from './lock-difference.ts';

/** A clause that names its place: `random/first/search/s1: other bytes in metrics.json`. */
export const differenceText = (difference: LockDifference): string =>
  `${placeOf(difference)}: ${whatDiffers(difference)}`;

/** The job, file or field that differs. */
export function placeOf(difference: LockDifference): string {
  switch (difference.reason) {
    case 'other-manifest':
      return 'manifest';
    case 'other-source':
      return difference.path;
    case 'other-engine':
      return `engine ${difference.field}`;
    case 'other-report':
      return `report ${difference.file}`;
    default:
      return difference.label;
  }
}

export function whatDiffers(difference: LockDifference): string {
  switch (difference.reason) {
    case 'other-manifest':
      return `the lock says ${short(difference.locked)}, the settings that ran are ${short(difference.found)}`;
    case 'other-source':
      return `the lock says ${orNothing(difference.locked)}, found ${orNothing(difference.found)}`;
    case 'other-engine':
      return `the lock says ${difference.locked}, the engine that ran has ${difference.found}`;
    case 'other-report':
      return reportText(difference.which);
    case 'only-locked':
      return 'it was not computed';
    case 'only-computed':
      return 'the lock has no such job';
    case 'other-key':
      return 'another computation: its code, parameters or inputs differ';
    case 'other-seed':
      return `the lock says seed ${difference.locked}, it ran with ${difference.found}`;
    case 'other-files':
      return `only one of lock and run has ${difference.files.join(', ')}`;
    case 'other-outputs':
      return `other bytes in ${difference.files.join(', ')}`;
    case 'other-metrics':
      return `other numbers than it measured: ${difference.metrics.join(', ')}`;
    case 'other-artifact-id':
      return 'an artifact id that is not that of its key, commit, seed and outputs';
    default:
      return difference satisfies never;
  }
}

function reportText(which: Extract<LockDifference, { reason: 'other-report' }>['which']): string {
  switch (which) {
    case 'only-locked':
      return 'it was not made';
    case 'only-computed':
      return 'the lock has no such file';
    case 'other-bytes':
      return 'other bytes';
    default:
      return which satisfies never;
  }
}

const orNothing = (id: string | null): string => (id === null ? 'nothing' : short(id));
const short = (id: string): string => id.slice(0, 12);
