/** Tables of correlations, and the numbers of scatter plots, for scripts and programs. */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { CorrelationRow, CorrelationTable, PairAxis } from './correlation-table.ts';
import { csvText } from './csv-text.ts';
import { scaled } from './number-text.ts';
import { defined, missingJson } from './render-json.ts';
import type { JobSource, SeedPair, SeedValue } from './report-input.ts';

/** One line for each row of the table. */
export function renderCorrelationCsv(table: CorrelationTable): string {
  const header = [
    ...['row', 'method', 'seedSet', 'n', 'kendall', 'kendallLow', 'kendallHigh'],
    ...['spearman', 'spearmanLow', 'spearmanHigh', 'publishedN', 'publishedKendall', 'publishedSpearman'],
    ...['missing', 'dirty'],
  ];
  const lines = table.rows.map(({ label, method, seedSet, pairs, kendall, spearman, published, missing }) => [
    ...[label, method, seedSet, pairs.length],
    ...[kendall.value, kendall.interval?.[0], kendall.interval?.[1]],
    ...[spearman.value, spearman.interval?.[0], spearman.interval?.[1]],
    ...[published?.n, published?.kendall, published?.spearman],
    ...[missing.length, pairs.some(isDirty) ? 'dirty' : ''],
  ]);
  return csvText([header, ...lines]);
}

/** One line for each point, in the units of the axes. */
export function renderScatterCsv({ rows, x, y }: CorrelationTable): string {
  const header = ['row', 'method', 'seedSet', 'seed', 'x', 'xUnit', 'y', 'yUnit', 'dirty'];
  const lines = rows.flatMap(({ label, method, pairs }) =>
    pairs.map((pair) => [
      ...[label, method, pair.x.seedSet, pair.x.seed],
      ...[scaled(pair.x.value, x.info), x.info.unit, scaled(pair.y.value, y.info), y.info.unit],
      isDirty(pair) ? 'dirty' : '',
    ]),
  );
  return csvText([header, ...lines]);
}

/** Canonical; values in the metrics' own units. */
export function renderCorrelationJson(table: CorrelationTable): string {
  const { kind, name, title, rowsAre, x, y, rows } = table;
  return `${canonicalJson({
    ...{ formatVersion: 1, kind, name, title, rowsAre },
    ...{ x: axisJson(x), y: axisJson(y), rows: rows.map(rowJson) },
  })}\n`;
}

export function renderCorrelationProvenance({ name, dirty, rows }: CorrelationTable): string {
  const sources = rows.map(({ label, seedSet, pairs }) => ({
    row: label,
    rowSeedSet: seedSet,
    pairs: pairs.map(({ x, y }) => ({ x: withoutValue(x), y: withoutValue(y) })),
  }));
  return `${canonicalJson({ formatVersion: 1, name, dirty, rows: sources })}\n`;
}

/** A metric of a stage, with how to show its numbers. */
export const axisJson = ({ info, metric, stage, label }: PairAxis) => ({
  ...{ metric, stage, label, unit: info.unit, scale: info.scale ?? 1 },
});

const rowJson = ({
  label,
  method,
  seedSet,
  kendall,
  spearman,
  published,
  pairs,
  missing,
}: CorrelationRow) => ({
  ...{ label, method, seedSet, n: pairs.length, kendall, spearman },
  published: published === null ? null : defined({ ...published, written: undefined }),
  pairs: pairs.map(({ x, y }) => ({
    ...{ seed: x.seed, seedSet: x.seedSet, x: x.value, y: y.value, xJobKey: x.jobKey, yJobKey: y.jobKey },
  })),
  missing: missing.map(missingJson),
});

/** Which job a value comes from. */
export const withoutValue = ({ value: _, ...source }: SeedValue): JobSource => source;

/** One of the two values was computed from a tree with uncommitted changes. */
export const isDirty = ({ x, y }: SeedPair): boolean => x.dirty || y.dirty;
