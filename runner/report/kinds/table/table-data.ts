/**
 * A table for programs, and the form in which two runs are compared: canonical, with the value of every seed in full, and
 * without commits or artifact ids, so that equal results give equal bytes.
 */
import { type Static, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../../../schemas/canonical.ts';
import { contract, exact } from '../../../../schemas/contract.ts';
import {
  countSchema,
  goalSchema,
  jobFields,
  measuredFields,
  missingJson,
  missingSchema,
  numberOrNull,
  publishedJson,
  publishedSchema,
  rowsAreSchema,
  text,
  textOrNull,
} from '../../data-parts.ts';
import type { ReportTable, TableCell } from './report-table.ts';

/** Statistics and values in the metric's own unit; published numbers in the unit that the column shows. */
const cell = exact({
  n: countSchema,
  ...{ mean: numberOrNull, std: numberOrNull },
  ...{ best: numberOrNull, worst: numberOrNull, median: numberOrNull },
  published: publishedSchema,
  values: Type.Array(exact({ ...jobFields, value: Type.Number() })),
  missing: missingSchema,
});

const show = Type.Union(['mean', 'best', 'median', 'worst'].map((word) => Type.Literal(word)));

const tableSchema = exact({
  formatVersion: Type.Literal(1),
  kind: Type.Literal('table'),
  name: text,
  title: text,
  rowsAre: rowsAreSchema,
  columns: Type.Array(exact({ ...measuredFields, show, goal: goalSchema })),
  rows: Type.Array(exact({ label: text, method: text, seedSet: textOrNull, cells: Type.Array(cell) })),
});

export const tableData = contract('table', tableSchema);
export type TableData = Static<typeof tableSchema>;

export function renderJson(table: ReportTable): string {
  const { name, title, rowsAre } = table;
  const columns = table.columns.map(({ info, metric, stage, show, label }) => ({
    ...{ metric, stage, show, label },
    ...{ unit: info.unit, scale: info.scale ?? 1, goal: info.goal },
  }));
  const rows = table.rows.map(({ label, method, seedSet, cells }) => ({
    ...{ label, method, seedSet },
    cells: cells.map(cellJson),
  }));
  return `${canonicalJson({ formatVersion: 1, kind: 'table', name, title, rowsAre, columns, rows })}\n`;
}

const cellJson = ({ published, values, missing, ...summary }: TableCell) => ({
  ...summary,
  published: publishedJson(published),
  values: values.map(({ seed, seedSet, value, jobKey }) => ({ seed, seedSet, value, jobKey })),
  missing: missing.map(missingJson),
});
