/** The values of one metric by method, seed set and seed: what figures and tests across seeds are made of. */
import { finite } from '../../statistics/summary.ts';
import type { PairAxis } from '../pairs/correlation-table.ts';
import type { InputOf, MissingValue, RowInput, SeedValue } from '../report-input.ts';
import { bySeed, bySeedAlone } from '../seed-order.ts';
import { infoOf } from '../settings/label.ts';
import type { ReportMetric, ReportRows } from '../settings/shared.ts';

/** What the kinds that show samples have in common. */
export interface SampledReport extends ReportMetric {
  readonly kind: string;
  readonly title: string;
  /** One row for each method variant where it is absent. */
  readonly rows?: ReportRows;
}

export interface SampleValue extends SeedValue {
  /** Digest of the architecture that the job was given; null for a job that was given none, such as a search. */
  readonly architecture: string | null;
}

export interface SampleCell {
  /** In any order. */
  readonly values: readonly SampleValue[];
  readonly missing: readonly MissingValue[];
}

export type SampleInput<R extends SampledReport = SampledReport> = InputOf<R, SampleCell> & {
  /** In the order of the manifest. */
  readonly seedSets: readonly string[];
};

export interface SampleTable {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly rowsAre: ReportRows;
  readonly measured: PairAxis;
  readonly seedSets: readonly string[];
  readonly rows: readonly SampleRow[];
  /** Some value was computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
}

export interface SampleRow extends RowInput {
  /** By seed, then seed set, then job key. */
  readonly values: readonly SampleValue[];
  readonly missing: readonly MissingValue[];
}

/** @throws TypeError when a value is not a finite number. */
export function sampleTable({ name, settings, seedSets, rows }: SampleInput): SampleTable {
  const { kind, title, metric, stage, label, rows: rowsAre = 'method' } = settings;
  const tableRows = rows.map((row) => {
    for (const { value } of row.values) finite(value, metric);
    return {
      ...{ label: row.label, method: row.method, seedSet: row.seedSet },
      ...{ values: row.values.toSorted(bySeed), missing: row.missing.toSorted(bySeedAlone) },
    };
  });
  return {
    ...{ name, kind, title, rowsAre, seedSets, rows: tableRows },
    measured: { metric, stage, label, info: infoOf(settings) },
    dirty: tableRows.some(({ values }) => values.some(({ dirty }) => dirty)),
  };
}

/** The numbers of a row in a seed set, in the metric's own unit. */
export const valuesIn = ({ values }: Pick<SampleRow, 'values'>, seedSet: string): number[] =>
  values.filter((value) => value.seedSet === seedSet).map(({ value }) => value);
