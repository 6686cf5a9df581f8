/** The pairs behind correlations and points. */
import { pairsCell } from '../gather/pairs.ts';
import { reportRows } from '../gather/rows.ts';
import type { Named } from '../report-kind.ts';
import type { ReportSource } from '../report-source.ts';
import type { PairsInput, PairsReport } from './correlation-table.ts';

export function gatherPairs<R extends PairsReport>(
  { name, settings }: Named<R>,
  source: ReportSource,
): PairsInput<R> {
  const rows = reportRows(settings.rows ?? 'method', source).map((row) => ({
    ...row.input,
    ...pairsCell(row, settings.x, settings.y, source),
  }));
  return { name, settings, rows };
}
