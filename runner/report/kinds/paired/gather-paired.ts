/** Which seeds a method and its baseline share. */
import { comparedCell } from '../../gather/pairs.ts';
import { reportRows } from '../../gather/rows.ts';
import type { Named } from '../../report-kind.ts';
import type { ReportSource } from '../../report-source.ts';
import type { PairedInput } from './paired-table.ts';
import type { PairedReport } from './settings.ts';

/** One row for each variant of a method and each of its baseline. */
export function gatherPaired({ name, settings }: Named<PairedReport>, source: ReportSource): PairedInput {
  const found = reportRows('method', source);
  const rowsOf = (method: string) => found.filter(({ input }) => input.method === method);
  const rows = Object.entries(settings.baselines).flatMap(([method, other]) =>
    rowsOf(method).flatMap((row) =>
      rowsOf(other).map((baseline) => ({
        ...row.input,
        baseline: { label: baseline.input.label, method: other },
        ...comparedCell(row, baseline, settings, source),
      })),
    ),
  );
  return { name, settings, rows };
}
