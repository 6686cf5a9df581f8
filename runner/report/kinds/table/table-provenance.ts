/** Where each number of a report comes from: canonical, and apart from the results, which it would make differ. */
import { canonicalJson } from '../../../../schemas/canonical.ts';
import type { ReportTable } from './report-table.ts';

export function renderProvenance(table: ReportTable): string {
  const cells = table.rows.flatMap((row) =>
    table.columns.map(({ metric, stage, show }, i) => ({
      row: row.label,
      rowSeedSet: row.seedSet,
      metric,
      stage,
      show,
      values: (row.cells[i]?.values ?? []).map(({ seed, seedSet, jobKey, artifactId, commit, dirty }) => ({
        seed,
        seedSet,
        jobKey,
        artifactId,
        commit,
        dirty,
      })),
    })),
  );
  return `${canonicalJson({ formatVersion: 1, name: table.name, dirty: table.dirty, cells })}\n`;
}
