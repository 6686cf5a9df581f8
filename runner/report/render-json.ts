/**
 * A report for programs, and the form in which two runs are compared: canonical, with the value of every seed in
 * full, and without commits or artifact ids, so that equal results give equal bytes.
 */
import { canonicalJson } from '../../schemas/canonical.ts';
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
  return `${canonicalJson({ formatVersion: 1, name, title, rowsAre, columns, rows })}\n`;
}

/** Statistics and values in the metric's own unit; multiply by the column's `scale` for the unit it shows. */
const cellJson = ({ n, mean, std, best, published, values, missing }: TableCell) => ({
  n,
  mean,
  std,
  best,
  published: published === null ? null : defined(published),
  values: values.map(({ seed, seedSet, value, jobKey }) => ({ seed, seedSet, value, jobKey })),
  missing: missing.map(({ seed, seedSet, reason }) => ({ seed, seedSet, reason })),
});

const defined = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
