/** The results that reports are made of: the jobs of an experiment and what they left. Whoever knows the store gives it. */
import type { Seed } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import type { JobRecord, OutputFile } from '../../schemas/record.ts';
import type { MissingReason } from './report-input.ts';

export interface ReportJob {
  /** Unique within the experiment. */
  readonly label: string;
  /** Name of the method in the manifest, and of the variant of its matrix. */
  readonly method: string;
  readonly variant: string;
  /** What reports call the variant. */
  readonly displayName: string;
  readonly seedSet: string;
  readonly stage: string;
  readonly seed: Seed;
  /** Its resolved parameters; absent where no report asks for them. */
  readonly parameters?: JsonObject;
}

/** What reports read of a record; a lock tells as much. */
export interface SourceRecord extends Pick<JobRecord, 'key' | 'artifactId' | 'commit' | 'dirtyPatch'> {
  readonly outputs: Readonly<Record<string, Pick<OutputFile, 'digest'>>>;
  /** What the job was given; a lock does not tell. */
  readonly material?: Pick<JobRecord['material'], 'inputs'>;
}

export interface ReportSource {
  /** In the order of the graph; without selections, which measure nothing. */
  readonly jobs: readonly ReportJob[];
  /** The record of a job, or why there is none. */
  recordOf(job: ReportJob): SourceRecord | Exclude<MissingReason, 'not-measured'>;
  /** Undefined where the job left none, or they cannot be read. */
  metricsOf(record: SourceRecord): JobMetrics | undefined;
  /** The lines of an output of JSON lines; undefined where the job left no such file, or it cannot be read. */
  linesOf(record: SourceRecord, file: string): readonly JsonObject[] | undefined;
  /** The bytes of an output; undefined where the job left no such file, or it cannot be read. */
  bytesOf(record: SourceRecord, file: string): Uint8Array | undefined;
}
