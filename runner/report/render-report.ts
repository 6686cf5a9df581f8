/** All files of a report, by name. */
import { renderCsv } from './render-csv.ts';
import { renderJson } from './render-json.ts';
import { renderLatex } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderProvenance } from './render-provenance.ts';
import type { ReportTable } from './report-table.ts';

export interface ReportFiles {
  /** File name to content. Equal results from a clean tree give equal bytes, whatever the commit. */
  readonly results: Readonly<Record<string, string>>;
  /** File name to content; names commits and artifacts, so it belongs into no lock. */
  readonly provenance: Readonly<Record<string, string>>;
}

export function renderReport(table: ReportTable): ReportFiles {
  const { name } = table;
  return {
    results: {
      [`${name}.md`]: renderMarkdown(table),
      [`${name}.csv`]: renderCsv(table),
      [`${name}.json`]: renderJson(table),
      [`${name}.tex`]: renderLatex(table),
    },
    provenance: { [`${name}.provenance.json`]: renderProvenance(table) },
  };
}
