/** The numbers that reports show, laid out by method and seed set. */
import { type MetricInfo, type MetricName, metricInfo, readMetric } from '../../../schemas/metrics.ts';
import { reportKindOf } from '../../report/find-kind.ts';
import { groupBy } from '../../util/group-by.ts';
import type { AuditedJob, Evidence } from '../evidence.ts';

export interface Column {
  /** As a command line names it: `<metric>@<stage>`. */
  readonly name: string;
  readonly metric: MetricName;
  readonly stage: string;
  readonly info: MetricInfo;
}

/** One method of a column: its values in each seed set, and the same by search. */
export interface Cell {
  readonly variant: string;
  readonly sets: readonly SetValues[];
}

export interface SetValues {
  readonly seedSet: string;
  /** In the metric's own unit, in graph order. */
  readonly values: readonly number[];
  /** The same, those of one architecture together. */
  readonly bySearch: readonly (readonly number[])[];
}

/** What was measured of results, each once; what a search was given to spend is no result. */
export function columnsOf({ experiment: { manifest } }: Evidence): readonly Column[] {
  const columns = Object.values(manifest.reports).flatMap((report) =>
    reportKindOf(report)
      .reads(report)
      .flatMap(({ metric, stage, info }): Column[] =>
        metric === null || metric.startsWith('cost.')
          ? []
          : [{ name: `${metric}@${stage}`, metric, stage, info: info ?? metricInfo(metric) }],
      ),
  );
  return [...new Map(columns.map((column) => [column.name, column])).values()];
}

export function cellsOf(
  { jobs, experiment: { manifest } }: Evidence,
  { metric, stage }: Column,
): readonly Cell[] {
  const own = jobs.filter(({ job }) => job.stage === stage && job.kind !== 'select');
  const variants = [...new Set(own.map(({ job }) => job.variant))];
  return variants.map((variant) => ({
    variant,
    sets: Object.keys(manifest.seedSets).map((seedSet) =>
      setValues(
        seedSet,
        own.filter(({ job }) => job.variant === variant && job.seedSet === seedSet),
        metric,
      ),
    ),
  }));
}

function setValues(seedSet: string, jobs: readonly AuditedJob[], metric: MetricName): SetValues {
  const measured = jobs.flatMap(({ label, record, metrics }) => {
    const value = metrics === undefined ? undefined : readMetric(metrics, metric);
    return value === undefined ? [] : [{ value, search: record?.material.inputs['architecture'] ?? label }];
  });
  const valuesOf = (own: typeof measured): number[] => own.map(({ value }) => value);
  const bySearch = [...groupBy(measured, ({ search }) => search).values()].map(valuesOf);
  return { seedSet, values: valuesOf(measured), bySearch };
}

/** In the unit that reports show. */
export const shown = (value: number, { scale = 1, digits }: MetricInfo): string =>
  (value * scale).toFixed(digits + 1);
