/** Which seeds a method and its baseline share. */
import { comparedCell } from '../../gather/pairs.ts';
import { type Row, reportRows } from '../../gather/rows.ts';
import type { Named } from '../../report-kind.ts';
import type { ReportJob, ReportSource } from '../../report-source.ts';
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

/** Those of the methods that are compared; their baselines stand in the same rows. */
export const comparedRows = <J extends ReportJob>(
  { baselines }: PairedReport,
  jobs: readonly J[],
): Row<J>[] =>
  reportRows('method', { jobs }).filter(
    ({ input: { method } }) => Object.hasOwn(baselines, method) || Object.values(baselines).includes(method),
  );
