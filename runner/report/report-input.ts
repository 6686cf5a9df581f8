/** What a report is computed from: the values of the jobs behind each cell. Whoever knows the job graph builds it. */
import type { ArtifactId, GitCommit, JobKey, Seed } from '../../schemas/ids.ts';
import type { ReportSettings } from '../../schemas/manifest.ts';

export interface ReportInput {
  /** Name within the manifest, such as `table5`; the stem of the file names. */
  readonly name: string;
  readonly settings: ReportSettings;
  readonly rows: readonly ReportRowInput[];
}

export interface ReportRowInput {
  /** The method, with its meta-hyperparameters when it has a matrix, and without the seed set. */
  readonly label: string;
  /** The manifest's name of the method, under which published values are found. */
  readonly method: string;
  /** Null when the values of all seed sets are pooled. */
  readonly seedSet: string | null;
  /** One for each column of the settings, in that order. */
  readonly cells: readonly ReportCellInput[];
}

export interface ReportCellInput {
  /** In any order. */
  readonly values: readonly SeedValue[];
  /** Jobs that should have given a value and did not. */
  readonly missing: readonly MissingValue[];
}

export interface SeedValue {
  readonly seed: Seed;
  readonly seedSet: string;
  /** As the job measured it, in the metric's own unit: not scaled, not rounded. */
  readonly value: number;
  readonly jobKey: JobKey;
  readonly artifactId: ArtifactId;
  readonly commit: GitCommit;
  /** Computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
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
  /** The job ran and does not measure this metric. */
  | 'not-measured';
