/** What a report is computed from: the values of the jobs behind it. Whoever knows the job graph builds it. */
import type { ArtifactId, GitCommit, JobKey, Seed } from '../../schemas/ids.ts';

/** What a kind whose report has rows is computed from. */
export interface InputOf<S, R> {
  /** Name within the manifest, such as `table5`; the stem of the file names. */
  readonly name: string;
  readonly settings: S;
  readonly rows: readonly (RowInput & R)[];
}

export interface RowName {
  /** What people read: the method, with its meta-hyperparameters when it has a matrix, and without the seed set. */
  readonly label: string;
  /** The manifest's name of the method, under which published values are found. */
  readonly method: string;
}

export interface RowInput extends RowName {
  /** Null when the values of all seed sets are pooled. */
  readonly seedSet: string | null;
}

export interface PairsCell {
  /** In any order. Both values have the same seed and seed set. */
  readonly pairs: readonly SeedPair[];
  /** Seeds for which one of the two values is missing. */
  readonly missing: readonly MissingValue[];
}

export interface SeedPair {
  readonly x: SeedValue;
  readonly y: SeedValue;
}

/** Which job a number comes from. */
export interface JobSource {
  readonly seed: Seed;
  readonly seedSet: string;
  readonly jobKey: JobKey;
  readonly artifactId: ArtifactId;
  readonly commit: GitCommit;
  /** Computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
}

export interface SeedValue extends JobSource {
  /** As the job measured it, in the metric's own unit: not scaled, not rounded. */
  readonly value: number;
}

export interface MissingValue {
  readonly seed: Seed;
  readonly seedSet: string;
  readonly reason: MissingReason;
}

export type MissingReason =
  /** The job, or one that it needs, failed. */
  | 'failed'
  /** The job has not run yet. */
  | 'not-run'
  /** The job ran and does not measure this. */
  | 'not-measured';
