/** What a report shows: settings of tables, figures and published rows, with every default filled in. */
import type { MetricName } from './metrics.ts';

export type ReportSettings =
  | TableReport
  | CorrelationReport
  | PairedReport
  | CurveReport
  | ScatterReport
  | RowsReport;

/** `method`: one row for each method variant, all seed sets pooled. `method-by-seed-set`: one for each pair. */
export type ReportRows = 'method' | 'method-by-seed-set';

export interface TableReport {
  readonly kind: 'table';
  readonly title: string;
  readonly rows: ReportRows;
  readonly columns: readonly ReportColumn[];
  /** Method name to metric to the published number. */
  readonly published: Readonly<Record<string, Partial<Record<MetricName, PublishedValue>>>>;
}

export interface ReportColumn extends ReportMetric {
  /** `mean` shows mean, standard deviation and n; `best`, `median` and `worst` one value and n. */
  readonly show: 'mean' | 'best' | 'median' | 'worst';
}

/** A metric of the jobs of a stage. */
export interface ReportMetric {
  readonly metric: MetricName;
  readonly stage: string;
  readonly label: string;
}

export interface PublishedValue {
  readonly mean?: number;
  readonly std?: number;
  readonly best?: number;
  readonly n?: number;
  readonly written?: WrittenNumbers;
}

/** Field to its digits as the manifest has them, such as `3.00`, where they are others than those of the number. */
export type WrittenNumbers = Readonly<Record<string, string>>;

/** How well one metric ranks what another measures, over pairs of values with the same seed. */
export interface CorrelationReport {
  readonly kind: 'correlation';
  readonly title: string;
  readonly rows: ReportRows;
  readonly x: ReportMetric;
  readonly y: ReportMetric;
  /** By method name. */
  readonly published: Readonly<Record<string, PublishedCorrelation>>;
}

export interface PublishedCorrelation {
  readonly kendall?: number;
  readonly spearman?: number;
  /** Number of pairs. */
  readonly n?: number;
  readonly written?: WrittenNumbers;
}

/** Methods against their baselines, over pairs of values with the same seed and seed set. */
export interface PairedReport extends ReportMetric {
  readonly kind: 'paired';
  readonly title: string;
  /** Method name to the name of the method it is compared with. */
  readonly baselines: Readonly<Record<string, string>>;
}

/** Lines over the trajectories of a stage's jobs, one for each method variant. */
export interface CurveReport {
  readonly kind: 'curve';
  readonly title: string;
  readonly stage: string;
  /** Lines of the trajectory with this `phase`; null takes them all. */
  readonly phase: string | null;
  /** Dotted name of a number in the lines of the trajectory, such as `epoch`. */
  readonly x: string;
  readonly y: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xScale: AxisScale;
  readonly yScale: AxisScale;
  /** `mean`: with a band of one sample standard deviation. `median`: with a band between the quartiles. */
  readonly aggregate: 'mean' | 'median';
  /** Replaces each y by the lowest or highest that its run has reached by then. */
  readonly bestSoFar: 'off' | 'lowest' | 'highest';
  /** Each value holds until the next of its run. */
  readonly step: boolean;
}

export type AxisScale = 'linear' | 'log';

/** A point for each pair of values with the same seed, a colour for each method variant. */
export interface ScatterReport {
  readonly kind: 'scatter';
  readonly title: string;
  readonly x: ReportMetric;
  readonly y: ReportMetric;
  readonly xScale: AxisScale;
  readonly yScale: AxisScale;
}

/** The lines of one output file of every job of a stage, as one file of data. */
export interface RowsReport {
  readonly kind: 'rows';
  readonly title: string;
  readonly stage: string;
  /** Name of an output of one JSON object a line, such as `table.jsonl`. */
  readonly file: string;
}

type FilledLater<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** A report with the defaults of the schema, whose labels may still be absent: they depend on other settings. */
export type WrittenReport =
  | (Omit<TableReport, 'columns'> & { readonly columns: readonly FilledLater<ReportColumn, 'label'>[] })
  | WrittenPairs<CorrelationReport>
  | WrittenPairs<ScatterReport>
  | FilledLater<PairedReport, 'label'>
  | RowsReport
  | FilledLater<CurveReport, 'xLabel' | 'yLabel'>;

type WrittenPairs<T extends { readonly x: ReportMetric; readonly y: ReportMetric }> = Omit<T, 'x' | 'y'> & {
  readonly x: FilledLater<ReportMetric, 'label'>;
  readonly y: FilledLater<ReportMetric, 'label'>;
};
