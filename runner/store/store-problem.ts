/** Everything that can be wrong with a store, or stop a write to it. `store-problem-text.ts` puts each into words. */
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
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

/** An object that cannot be used; the job that made it must be computed again. */
export type ObjectProblem = ObjectMissing | ObjectCorrupt;

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

/** A file that the store did not write. */
export interface StrayFile {
  readonly reason: 'stray-file';
  readonly path: string;
}

export type FsckFinding = ObjectProblem | RecordInvalid | ObjectOrphan | StrayFile;

export type StoreProblem = FsckFinding | PublishProblem | AdoptProblem;
