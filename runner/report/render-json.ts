/**
 * A report for programs, and the form in which two runs are compared: canonical, with the value of every seed in
 * full, and without commits or artifact ids, so that equal results give equal bytes.
 */
import { canonicalJson } from '../../schemas/canonical.ts';
import type { MissingValue } from './report-input.ts';
import type { ReportTable, TableCell } from './report-table.ts';

export function renderJson(table: ReportTable): string {
  const { name, title, rowsAre } = table;
  const columns = table.columns.map(({ info, metric, stage, show, label }) => ({
    metric,
    stage,
    show,
    label,
    unit: info.unit,
    scale: info.scale ?? 1,
    goal: info.goal,
  }));
  const rows = table.rows.map(({ label, method, seedSet, cells }) => ({
    label,
    method,
    seedSet,
    cells: cells.map(cellJson),
  }));
  return `${canonicalJson({ formatVersion: 1, kind: 'table', name, title, rowsAre, columns, rows })}\n`;
}

/** Statistics and values in the metric's own unit; multiply by the column's `scale` for the unit it shows. */
const cellJson = ({ published, values, missing, ...summary }: TableCell) => ({
  ...summary,
  published: published === null ? null : defined({ ...published, written: undefined }),
  values: values.map(({ seed, seedSet, value, jobKey }) => ({ seed, seedSet, value, jobKey })),
  missing: missing.map(missingJson),
});

export const missingJson = ({ seed, seedSet, reason }: MissingValue) => ({ seed, seedSet, reason });

/** Without the fields that are undefined, which have no canonical form. */
export const defined = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
