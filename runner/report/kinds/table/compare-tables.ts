/** A verdict for each cell of a table. */
import { type Comparison, rowName, type Verdicts } from '../../compare/comparison.ts';
import type { Verdict } from '../../compare/verdict.ts';
import type { TableData } from './table-data.ts';

export const compareTables = (
  { columns, rows }: TableData,
  { cell }: Pick<Comparison<TableData>, 'cell'>,
): Verdicts => ({
  columns: columns.map(({ label }) => label),
  rows: rows.map((row) => ({
    label: rowName(row),
    verdicts: row.cells.map(({ values, missing }, i): Verdict => {
      const metric = columns[i]?.metric;
      if (metric === undefined || missing.length > 0) return 'missing';
      return cell(
        values.map(({ jobKey }) => jobKey),
        metric,
      );
    }),
  })),
});
