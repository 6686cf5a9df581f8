/** Everything that can be wrong with a store, or stop a write to it. `store-problem-text.ts` puts each into words. */
import type { GitCommit, JobKey, Sha256 } from '../../schemas/ids.ts';
import type { SystemProblem } from '../util/system-error.ts';
import type { LockHolder } from './lock.ts';

/** The output of a record that an object holds. */
export interface ObjectUse {
  readonly label: string;
  readonly key: JobKey;
  /** Output file name, or null for the patch of a dirty tree. */
  readonly output: string | null;
}

export interface ObjectMissing {
  readonly reason: 'object-missing';
  readonly digest: Sha256;
  readonly use?: ObjectUse;
}

export interface ObjectCorrupt {
  readonly reason: 'object-corrupt';
  readonly digest: Sha256;
  /** What the bytes hash to. */
  readonly found: Sha256;
  /** Where the bad bytes lie now; null when another process moved them first. */
  readonly quarantinedTo: string | null;
  readonly use?: ObjectUse;
}

/** Something else than a file lies under the name of an object. */
export interface ObjectOdd {
  readonly reason: 'object-odd';
  readonly digest: Sha256;
  /** Such as `a symbolic link`. */
  readonly what: string;
  readonly quarantinedTo: string | null;
  readonly use?: ObjectUse;
}

/** The content is right, but the record gives it another size, so the record is not to be believed. */
export interface ObjectSize {
  readonly reason: 'object-size';
  readonly digest: Sha256;
  readonly recorded: number;
  readonly found: number;
  readonly use?: ObjectUse;
}

/** An object that cannot be used; the job that made it must be computed again. */
export type ObjectProblem = ObjectMissing | ObjectCorrupt | ObjectOdd | ObjectSize;

/** Written by an older version, in a format that this one does not read. Harms nothing. */
export interface RecordOutdated {
  readonly reason: 'record-outdated';
  readonly path: string;
}

/** The system does not let us look at it. */
export interface Unreadable {
  readonly reason: 'unreadable';
  readonly path: string;
  readonly problem: SystemProblem;
}

export interface RecordInvalid {
  readonly reason: 'record-invalid';
  readonly path: string;
  /** What is wrong with it, as a clause: `is not valid JSON`. */
  readonly detail: string;
  readonly quarantinedTo: string | null;
}

/** Nothing was lost: make room, then do the same again. */
export interface DiskFull {
  readonly reason: 'disk-full';
  /** The file or folder that could not be written. */
  readonly path: string;
  /** Size of what was being written. */
  readonly neededBytes: number;
}

export interface BadOutput {
  readonly reason: 'bad-output';
  /** What is wrong with what the job left, as a clause. */
  readonly detail: string;
}

/** The same key gave other bytes. The stored record stays as it is. */
export interface Nondeterministic {
  readonly reason: 'nondeterministic';
  readonly key: JobKey;
  readonly label: string;
  /** One member for each output that differs; null where one of the two does not have it. */
  readonly outputs: readonly {
    readonly name: string;
    readonly stored: Sha256 | null;
    readonly found: Sha256 | null;
  }[];
}

export type PublishProblem = DiskFull | BadOutput | Nondeterministic;

export interface RecordNotFound {
  readonly reason: 'record-not-found';
  readonly key: JobKey;
}

/** Somebody else holds the lock that this needs. */
export interface StoreBusy {
  readonly reason: 'store-busy';
  readonly heldBy: LockHolder;
}

export type AdoptProblem = RecordNotFound | ObjectProblem | StoreBusy | PublishProblem;

/** No record refers to it. Harmless: a crash between two writes leaves one, and `gc` removes it. */
export interface ObjectOrphan {
  readonly reason: 'object-orphan';
  readonly digest: Sha256;
  readonly bytes: number;
}

/** Something that the store did not write. */
export interface StrayFile {
  readonly reason: 'stray-file';
  /** Relative to the store. */
  readonly path: string;
  /** Such as `a pipe`. */
  readonly what: string;
}

/** A folder of the store is a link, so that cleaning up would reach somebody else's files. */
export interface FolderLinked {
  readonly reason: 'folder-linked';
  readonly path: string;
}

/** A line of a journal is not what was written. */
export interface JournalDamaged {
  readonly reason: 'journal-damaged';
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong with it, as a clause. */
  readonly detail: string;
}

/** The record says that it was computed at a commit that is not there. */
export interface CommitUnknown {
  readonly reason: 'commit-unknown';
  readonly key: JobKey;
  readonly label: string;
  readonly commit: GitCommit;
}

/** The record says that its commit holds other code than it does. */
export interface CommitDiffers {
  readonly reason: 'commit-differs';
  readonly key: JobKey;
  readonly label: string;
  readonly commit: GitCommit;
  /** First path that differs. */
  readonly path: string;
  readonly recorded: string;
  /** Null where the commit has nothing there. */
  readonly found: string | null;
}

/** What a failed job left is not what was written. */
export interface FailureInvalid {
  readonly reason: 'failure-invalid';
  readonly path: string;
  readonly detail: string;
}

export type FsckFinding =
  | ObjectProblem
  | RecordInvalid
  | RecordOutdated
  | Unreadable
  | ObjectOrphan
  | StrayFile
  | FolderLinked
  | JournalDamaged
  | FailureInvalid
  | CommitUnknown
  | CommitDiffers;

export type StoreProblem = FsckFinding | PublishProblem | AdoptProblem;
