/** No table: the lines of a file of every job, as data. */
import { checkStage } from '../../check/stages.ts';
import type { ReportFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { compareRows } from './compare-rows.ts';
import { gatherRows } from './gather-rows.ts';
import { rowsData } from './rows-data.ts';
import { type RowsInput, renderRows, renderRowsProvenance, rowsText } from './rows-file.ts';
import { rowsProblemText } from './rows-problem.ts';
import { rowsSettings } from './settings.ts';

export const rows = defineReportKind({
  kind: 'rows',
  title: 'Rows of data',
  description:
    'The lines of one output file of every job of a stage, each with its seed, as one file of data: no table.',
  settings: rowsSettings,
  example: { title: 'A tabular benchmark', stage: 'search', file: 'table.jsonl' },
  check: checkStage,
  reads: ({ file, stage }) => [{ reads: file, label: file, stage, metric: null }],
  gather: gatherRows,
  problemText: rowsProblemText,
  compute: (input: RowsInput) => input,
  data: rowsData,
  files: renderRowsReport,
  compare: compareRows,
});

/** Data alone: no table says what thousands of rows do. */
export function renderRowsReport(input: RowsInput): ReportFiles {
  return {
    terminal: rowsText(input),
    results: { [`${input.name}.json`]: renderRows(input) },
    provenance: { [`${input.name}.provenance.json`]: renderRowsProvenance(input) },
    drawings: {},
  };
}
