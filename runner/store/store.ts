/**
 * The store: finished jobs and the bytes they made, in one folder that several runners may share.
 * Objects are named by their digest and never change; a record names the objects of one job; the lock of a job
 * is the right to write its record. All calls are synchronous, except those that read the whole store.
 */
import type { EngineInfo } from '../../schemas/engine.ts';
import type { FailedJob } from '../../schemas/failure.ts';
import type { GitCommit, JobKey, Sha256 } from '../../schemas/ids.ts';
import type { CommittedTrees, Environment, JobRecord, KeyMaterial, Timing } from '../../schemas/record.ts';
import type { Result } from '../../schemas/result.ts';
import type { FsckOptions } from './fsck.ts';
import type { GcOptions, GcReport } from './gc.ts';
import type { Journal, JournalContent } from './journal.ts';
import type { LockHolder } from './lock.ts';
import type {
  AdoptProblem,
  DiskFull,
  FsckFinding,
  ObjectProblem,
  PublishProblem,
  StoreBusy,
} from './store-problem.ts';

export interface Store {
  /** Absolute path. */
  readonly root: string;

  /**
   * The verified record of a job. One that is damaged, or whose content does not belong to its key, is moved to
   * quarantine, reported, and counts as absent. Says nothing about the outputs: see `checkOutputs`.
   */
  findRecord(key: JobKey): JobRecord | undefined;
  /**
   * A look-up of what records name and whether it is there, as the store is now, without reading every record and every
   * object: for a plan, which asks for ten thousand. An object whose file has another size or time than when it was
   * written is read; one whose bytes changed under the same time is not noticed here.
   */
  quickLookup(): (key: JobKey) => StoredJob | undefined;
  /** Every valid record, in the order of their keys. */
  records(): Iterable<JobRecord>;

  /**
   * What is wrong with the objects of a record; empty when all is well. `presence` only looks whether each is
   * there with the right size; `digest` reads them all and quarantines the bad ones.
   */
  checkOutputs(
    record: JobRecord,
    options: { readonly verify: 'presence' | 'digest' },
  ): readonly ObjectProblem[];
  /** The content of an object, verified. A bad object is moved to quarantine. */
  readObject(digest: Sha256): Result<Uint8Array, ObjectProblem>;
  /** The path of an object whose content was verified just now, to hand to a worker. The file is read-only. */
  verifiedPath(digest: Sha256): Result<string, ObjectProblem>;
  /** Stores bytes that belong to no job, such as the patch of a dirty tree. */
  putObject(content: string | Uint8Array): Result<Sha256, DiskFull>;

  /**
   * Looks a job up for somebody who means to run it. A record with all its objects is a hit; otherwise the
   * caller gets the lock, unless another living process has it.
   */
  claim(key: JobKey, options?: ClaimOptions): ClaimOutcome;
  /** Takes the record of a job out of the way (to quarantine), so that a different result can be published. */
  forget(key: JobKey): boolean;

  /** Keeps what a failed job left, in place of what an earlier attempt left. Publishing the job clears it. */
  writeFailure(failed: FailedJob): Result<null, DiskFull>;
  /** Keeps what a failed job left in its output folder. @returns where; undefined when it left nothing, or there is no room. */
  keepFailedOutput(key: JobKey, folder: string): string | undefined;
  findFailure(key: JobKey): FailedJob | undefined;
  /** The same look-up for a plan, as the store is now. */
  failureLookup(): (key: JobKey) => FailedJob | undefined;
  /** What failed jobs left, in the order of their keys. */
  failures(): readonly FailedJob[];

  /** Opens the journal of a run for appending; creates it when it is not there. */
  openJournal(runId: string): Journal;
  /** Undefined when there is no such run. */
  readJournal(runId: string): JournalContent | undefined;
  /** Ids of all runs that have a journal, sorted. */
  runs(): readonly string[];

  /** Writes files of a report, each atomically. Returns their folder. */
  writeReport(id: string, files: Readonly<Record<string, string | Uint8Array>>): Result<string, DiskFull>;

  /** Of a file of a written report; undefined where none is. */
  reportDigest(id: string, file: string): Sha256 | undefined;

  /** Copies a job from another store, verified; does nothing when it is complete here. */
  adopt(other: Store, key: JobKey): Result<JobRecord, AdoptProblem>;
  /** Removes what dead processes left: locks and staging folders. Returns how many of each. */
  cleanStaging(): { readonly locks: number; readonly folders: number };
  /** Reads and verifies everything. Bad objects and records are moved to quarantine. */
  fsck(options?: FsckOptions): Promise<readonly FsckFinding[]>;
  /** Removes what nothing refers to. Refused while any job is being computed. */
  gc(options: GcOptions): Result<GcReport, StoreBusy>;
  /** Frees a lock whose holder cannot be looked at from here. Undefined when there is no such lock. */
  breakLock(name: string): { readonly heldBy: LockHolder; readonly broken: boolean } | undefined;
  /** Bytes that a process without special rights can still write to this disk. */
  freeBytes(): number;
  /** Whether so many bytes can be written now, as far as free space, inodes, quota and a try tell. */
  hasRoom(bytes: number): boolean;
}

/** A record as a plan sees it. */
export interface StoredJob {
  readonly outputs: OutputDigests;
  /** Computed in a tree with uncommitted changes. */
  readonly dirty: boolean;
  /** Outputs that are not there, or not what was written. */
  readonly unusable: readonly string[];
}

/** Output file name to digest. */
export type OutputDigests = Readonly<Record<string, Sha256>>;

export interface ClaimOptions {
  /** Gives the lock even when there is a hit, to compare a second computation with the first. */
  readonly recompute?: boolean;
  /** A record that it refuses is no hit. */
  readonly accepts?: (record: JobRecord) => boolean;
}

export type ClaimOutcome =
  | { readonly outcome: 'hit'; readonly record: JobRecord }
  | { readonly outcome: 'claimed'; readonly claim: Claim }
  | { readonly outcome: 'held'; readonly heldBy: LockHolder }
  | { readonly outcome: 'disk-full'; readonly problem: DiskFull };

/** The right to write the record of one job. */
export interface Claim {
  readonly key: JobKey;
  /** Absolute path of an empty private folder on the disk of the store. What lies in it at `publish` is the output. */
  readonly stagingFolder: string;
  /**
   * Absolute path of a folder that every claim of this key gets until one is published, for what a killed computation
   * can go on from. `publish` removes it; so does `release`, when nothing lies in it.
   */
  readonly progressFolder: string;
  /**
   * Moves the staged files into the store and writes the record, in that order, so that a record is never seen
   * before its objects. When a record with the same outputs is there already, that one is kept and returned.
   * After `disk-full` it can be called again; the worker must be done with the folder.
   */
  publish(details: PublishDetails): Result<JobRecord, PublishProblem>;
  /** The same for many at once, which share their flushes (group commit). It is done when the record is on the disk. */
  publishInGroup(details: PublishDetails): Promise<Result<JobRecord, PublishProblem>>;
  /** Gives the lock back and removes the staging folder. Must be called after every claim; more than once is harmless. */
  release(): void;
  /** The same beside other work. */
  releaseSoon(): Promise<void>;
}

export interface PublishDetails {
  /** Its key must be the claimed one. */
  readonly material: KeyMaterial;
  readonly label: string;
  readonly commit: GitCommit;
  /** What the commit holds where code lies; left out where nobody looked. */
  readonly trees?: CommittedTrees;
  /** Digest of the patch, stored with `putObject`; null for a clean tree. */
  readonly dirtyPatch: Sha256 | null;
  readonly engine: EngineInfo;
  readonly environment: Environment;
  readonly timing: Timing;
}
