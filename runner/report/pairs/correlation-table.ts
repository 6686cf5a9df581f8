/** Pairs of values with the same seed, and how well one ranks the other; what a scatter plot draws as well. */
import type { MetricInfo } from '../../../schemas/metrics.ts';
import { type Correlation, kendall, spearman } from '../../../schemas/rank-correlation.ts';
import { finite } from '../../statistics/summary.ts';
import type { InputOf, MissingValue, PairsCell, RowInput, SeedPair } from '../report-input.ts';
import { bySeed, bySeedAlone } from '../seed-order.ts';
import { infoOf } from '../settings/label.ts';
import { publishedFor } from '../settings/published.ts';
import type { ReportMetric, ReportRows } from '../settings/shared.ts';
import type { PublishedCorrelation } from './published-correlation.ts';

/** What the kinds that show pairs have in common. */
export interface PairsReport {
  readonly kind: string;
  readonly title: string;
  readonly x: ReportMetric;
  readonly y: ReportMetric;
  /** One row for each method variant where it is absent. */
  readonly rows?: ReportRows;
  /** By method name. */
  readonly published?: Readonly<Record<string, PublishedCorrelation>>;
}

export type PairsInput<R extends PairsReport = PairsReport> = InputOf<R, PairsCell>;

export interface CorrelationTable {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly rowsAre: ReportRows;
  readonly x: PairAxis;
  readonly y: PairAxis;
  readonly rows: readonly CorrelationRow[];
  /** Some value was computed from a tree with uncommitted changes. */
  readonly dirty: boolean;
}

export interface PairAxis extends ReportMetric {
  readonly info: MetricInfo;
}

export interface CorrelationRow extends RowInput {
  /** By seed, then seed set, then job key. */
  readonly pairs: readonly SeedPair[];
  readonly missing: readonly MissingValue[];
  readonly kendall: Correlation;
  readonly spearman: Correlation;
  readonly published: PublishedCorrelation | null;
}

/** @throws TypeError when a value is not a finite number. */
export function computeCorrelation({ name, settings, rows }: PairsInput): CorrelationTable {
  const { published = {}, rows: rowsAre = 'method' } = settings;
  const tableRows = rows.map((row): CorrelationRow => {
    const pairs = row.pairs.toSorted((a, b) => bySeed(a.x, b.x) || bySeed(a.y, b.y));
    const [x, y] = (['x', 'y'] as const).map((axis) =>
      pairs.map((pair) => finite(pair[axis].value, settings[axis].metric)),
    );
    return {
      ...{ label: row.label, method: row.method, seedSet: row.seedSet },
      pairs,
      missing: row.missing.toSorted(bySeedAlone),
      kendall: kendall(x ?? [], y ?? []),
      spearman: spearman(x ?? [], y ?? []),
      published: publishedFor(published, row) ?? null,
    };
  });
  return {
    ...{ name, kind: settings.kind, title: settings.title },
    rowsAre,
    x: { ...settings.x, info: infoOf(settings.x) },
    y: { ...settings.y, info: infoOf(settings.y) },
    rows: tableRows,
    dirty: tableRows.some(({ pairs }) => pairs.some(({ x, y }) => x.dirty || y.dirty)),
  };
}
