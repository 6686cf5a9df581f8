/**
 * The store: finished jobs and the bytes they made, in one folder that several runners may share.
 * Objects are named by their digest and never change; a record names the objects of one job; the lock of a job
 * is the right to write its record. All calls are synchronous, except those that read the whole store.
 */
import type { EngineInfo } from '../../schemas/engine.ts';
import type { GitCommit, JobKey, Sha256 } from '../../schemas/ids.ts';
import type { Environment, JobRecord, KeyMaterial, Timing } from '../../schemas/record.ts';
import type { Result } from '../../schemas/result.ts';
import type { GcOptions, GcReport } from './gc.ts';
import type { Journal, JournalContent } from './journal.ts';
import type { LockHolder } from './lock.ts';
import type { OutputDigests } from './output-index.ts';
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
   * A look-up of the outputs that records name, as the store is now, without reading and verifying every record: for a
   * plan, which asks for ten thousand and promises nothing.
   */
  outputLookup(): (key: JobKey) => OutputDigests | undefined;
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
   * caller gets the lock, unless another living process has it. `recompute` gives the lock even when there is
   * a hit, to compare a second computation with the first.
   */
  claim(key: JobKey, options?: { readonly recompute?: boolean }): ClaimOutcome;
  /** Takes the record of a job out of the way (to quarantine), so that a different result can be published. */
  forget(key: JobKey): boolean;

  /** Opens the journal of a run for appending; creates it when it is not there. */
  openJournal(runId: string): Journal;
  /** Undefined when there is no such run. */
  readJournal(runId: string): JournalContent | undefined;
  /** Ids of all runs that have a journal, sorted. */
  runs(): readonly string[];

  /** Writes files of a report, each atomically. Returns their folder. */
  writeReport(id: string, files: Readonly<Record<string, string>>): Result<string, DiskFull>;

  /** Copies a job from another store, verified; does nothing when it is complete here. */
  adopt(other: Store, key: JobKey): Result<JobRecord, AdoptProblem>;
  /** Removes what dead processes left: locks and staging folders. Returns how many of each. */
  cleanStaging(): { readonly locks: number; readonly folders: number };
  /** Reads and verifies everything. Bad objects and records are moved to quarantine. */
  fsck(): Promise<readonly FsckFinding[]>;
  /** Removes what nothing refers to. Refused while any job is being computed. */
  gc(options: GcOptions): Result<GcReport, StoreBusy>;
  /** Bytes that a process without special rights can still write to this disk. */
  freeBytes(): number;
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
   * can go on from.
   */
  readonly progressFolder: string;
  /**
   * Moves the staged files into the store and writes the record, in that order, so that a record is never seen
   * before its objects. When a record with the same outputs is there already, that one is kept and returned.
   * After `disk-full` it can be called again; the worker must be done with the folder.
   */
  publish(details: PublishDetails): Result<JobRecord, PublishProblem>;
  /** Gives the lock back and removes the staging folder. Must be called after every claim; more than once is harmless. */
  release(): void;
}

export interface PublishDetails {
  /** Its key must be the claimed one. */
  readonly material: KeyMaterial;
  readonly label: string;
  readonly commit: GitCommit;
  /** Digest of the patch, stored with `putObject`; null for a clean tree. */
  readonly dirtyPatch: Sha256 | null;
  readonly engine: EngineInfo;
  readonly environment: Environment;
  readonly timing: Timing;
}
