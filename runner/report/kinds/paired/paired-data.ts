/** Methods against their baselines, for scripts and programs. */
import { type Static, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../../../schemas/canonical.ts';
import { contract, exact, jobKeySchema } from '../../../../schemas/contract.ts';
import { csvText } from '../../csv-text.ts';
import {
  countSchema,
  goalSchema,
  jobFields,
  measuredFields,
  missingJson,
  missingSchema,
  numberOrNull,
  text,
} from '../../data-parts.ts';
import { scaled } from '../../number-text.ts';
import { axisJson, isDirty, withoutValue } from '../../pairs/pairs-data.ts';
import type { PairedRow, PairedTable } from './paired-table.ts';

const names = { label: text, method: text };

const rowSchema = exact({
  ...names,
  baseline: exact(names),
  ...{ n: countSchema, wins: countSchema, ties: countSchema, losses: countSchema },
  difference: exact({ mean: numberOrNull, std: numberOrNull }),
  p: numberOrNull,
  pairs: Type.Array(
    exact({
      ...jobFields,
      ...{ value: Type.Number(), baselineValue: Type.Number(), baselineJobKey: jobKeySchema },
    }),
  ),
  missing: missingSchema,
});

/** Values and differences in the metric's own unit. */
const pairedSchema = exact({
  ...{ formatVersion: Type.Literal(1), kind: Type.Literal('paired'), name: text, title: text },
  ...{ ...measuredFields, goal: goalSchema, rows: Type.Array(rowSchema) },
});

export const pairedData = contract('paired', pairedSchema);
export type PairedData = Static<typeof pairedSchema>;

/** One line for each row of the table; differences in the `unit` of their line. */
export function renderPairedCsv({ measured, rows }: PairedTable): string {
  const { metric, stage, info } = measured;
  const header = [
    ...['row', 'method', 'baselineRow', 'baseline', 'metric', 'stage', 'unit', 'n', 'wins', 'ties', 'losses'],
    ...['meanDifference', 'stdDifference', 'p', 'missing', 'dirty'],
  ];
  const inUnit = (value: number | null) => (value === null ? null : scaled(value, info));
  const lines = rows.map(({ label, method, baseline, pairs, wins, ties, losses, difference, p, missing }) => [
    ...[label, method, baseline.label, baseline.method, metric, stage, info.unit],
    ...[pairs.length, wins, ties, losses, inUnit(difference.mean), inUnit(difference.std), p],
    ...[missing.length, pairs.some(isDirty) ? 'dirty' : ''],
  ]);
  return csvText([header, ...lines]);
}

export function renderPairedJson({ name, title, measured, rows }: PairedTable): string {
  const { goal } = measured.info;
  return `${canonicalJson({
    ...{ formatVersion: 1, kind: 'paired', name, title, ...axisJson(measured), goal },
    rows: rows.map(rowJson),
  })}\n`;
}

export function renderPairedProvenance({ name, dirty, rows }: PairedTable): string {
  const sources = rows.map(({ label, baseline, pairs }) => ({
    row: label,
    baselineRow: baseline.label,
    pairs: pairs.map(({ x, y }) => ({ method: withoutValue(x), baseline: withoutValue(y) })),
  }));
  return `${canonicalJson({ formatVersion: 1, name, dirty, rows: sources })}\n`;
}

const rowJson = ({ pairs, missing, ...row }: PairedRow) => ({
  ...row,
  n: pairs.length,
  pairs: pairs.map(({ x, y }) => ({
    ...{ seed: x.seed, seedSet: x.seedSet, value: x.value, baselineValue: y.value },
    ...{ jobKey: x.jobKey, baselineJobKey: y.jobKey },
  })),
  missing: missing.map(missingJson),
});
