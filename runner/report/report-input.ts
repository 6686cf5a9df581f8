/** What a report is computed from: the values of the jobs behind it. Whoever knows the job graph builds it. */
import type { ArtifactId, GitCommit, JobKey, Seed } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type {
  CorrelationReport,
  CurveReport,
  PairedReport,
  RowsReport,
  ScatterReport,
  TableReport,
} from '../../schemas/reports.ts';

interface InputOf<S, R> {
  /** Name within the manifest, such as `table5`; the stem of the file names. */
  readonly name: string;
  readonly settings: S;
  readonly rows: readonly (RowInput & R)[];
}

export interface RowName {
  /** The method, with its meta-hyperparameters when it has a matrix, and without the seed set. */
  readonly label: string;
  /** The manifest's name of the method, under which published values are found. */
  readonly method: string;
}

export interface RowInput extends RowName {
  /** Null when the values of all seed sets are pooled. */
  readonly seedSet: string | null;
}

/** `cells`: one for each column of the settings, in that order. */
export type ReportInput = InputOf<TableReport, { readonly cells: readonly ReportCellInput[] }>;
export type ReportRowInput = ReportInput['rows'][number];

export interface ReportCellInput {
  /** In any order. */
  readonly values: readonly SeedValue[];
  /** Jobs that should have given a value and did not. */
  readonly missing: readonly MissingValue[];
}

export type PairsInput = InputOf<CorrelationReport | ScatterReport, PairsCell>;

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

export type PairedInput = InputOf<PairedReport, PairedRowInput>;

/** In a pair, `x` is the value of the method and `y` that of its baseline. */
export interface PairedRowInput extends RowInput, PairsCell {
  readonly baseline: RowName;
}

/** The lines of a file of the jobs of a stage. */
export interface RowsInput {
  readonly name: string;
  readonly settings: RowsReport;
  /** Whether the jobs are of more than one method variant. */
  readonly hasSeveralMethods: boolean;
  /** By method variant and seed set, in the order of the manifest, then by seed. */
  readonly jobs: readonly RowsJob[];
  /** Jobs without a result. */
  readonly missing: readonly MissingValue[];
}

export interface RowsJob extends JobSource, RowName {
  readonly lines: readonly JsonObject[];
}

export type CurveInput = InputOf<CurveReport, CurveCell>;

export interface CurveCell {
  /** In any order. */
  readonly runs: readonly CurveRun[];
  /** Jobs without a line to draw. */
  readonly missing: readonly MissingValue[];
}

/** What one job's trajectory says, in file order. */
export interface CurveRun extends JobSource {
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
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
