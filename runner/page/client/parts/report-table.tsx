/** A table of results: each number with its spread and the published one, and a way to what it rests on. */
import type { TableData } from '../../../report/kinds/table/table-data.ts';
import type { ReportAnswer } from '../../answers.ts';
import { type ExperimentName, toExperiment } from '../route.ts';
import { numberText, reportedText } from './number.ts';
import { Table } from './table.tsx';

type Cell = TableData['rows'][number]['cells'][number];
type Column = TableData['columns'][number];

export const isTable = (data: unknown): data is TableData =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'table';

interface TableProps {
  readonly name: ExperimentName;
  readonly report: ReportAnswer;
  readonly table: TableData;
}

export function ReportTable({ name, report, table }: TableProps) {
  const hasSets = table.rows.some(({ seedSet }) => seedSet !== null);
  const href = (row: number, { metric, stage }: Column): string =>
    toExperiment(name, 'cell', report.name, report.cells.rows[row]?.name ?? '', `${metric}@${stage}`);
  const digitsOf = ({ metric, stage }: Column): number | null | undefined =>
    report.cells.columns.find(({ name: column }) => column === `${metric}@${stage}`)?.digits;
  return (
    <>
      <p class="faint">Each number leads to its jobs, seeds, curves, architectures and digests.</p>
      <Table
        label="Report"
        class="results"
        columns={[
          'Method',
          ...(hasSets ? ['Seed set'] : []),
          ...table.columns.map((column) => ({
            number: `${headOf(column)}${column.unit === '' ? '' : ` (${column.unit})`}`,
          })),
        ]}
      >
        {table.rows.map(({ label, seedSet, cells }, row) => (
          <tr key={row}>
            <th scope="row">{label}</th>
            {hasSets ? <td>{seedSet}</td> : null}
            {table.columns.map((column, i) => {
              const cell = cells[i];
              return (
                <td key={i} class="number">
                  {cell === undefined ? null : (
                    <Value cell={cell} column={column} digits={digitsOf(column)} href={href(row, column)} />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </Table>
    </>
  );
}

/** A label may say already which value it is. */
const headOf = ({ show, label }: Column): string =>
  show === 'mean' || label.toLowerCase().includes(show) ? label : `${label}, ${show}`;

function Value({
  cell,
  column,
  digits,
  href,
}: {
  readonly cell: Cell;
  readonly column: Column;
  readonly digits: number | null | undefined;
  readonly href: string;
}) {
  const value = cell[column.show as 'mean' | 'best' | 'median' | 'worst'];
  const { published } = cell;
  return (
    <>
      <a href={href} title={value === null ? undefined : `${value * column.scale} (n = ${cell.n})`}>
        {value === null ? 'none yet' : reportedText(value * column.scale, digits)}
      </a>
      {column.show === 'mean' && cell.std !== null ? (
        <span class="faint"> ± {reportedText(cell.std * column.scale, digits)}</span>
      ) : null}
      {cell.missing.length === 0 ? null : <span class="small"> {cell.missing.length} missing</span>}
      <Published published={published} show={column.show} />
    </>
  );
}

/** In the unit of the column already. The best stands in a column of the best, as the mean does in one of means. */
function Published({ published, show }: Pick<Cell, 'published'> & Pick<Column, 'show'>) {
  const value = show === 'best' ? published?.best : published?.mean;
  if (published === null || value === undefined) return null;
  const { std, note } = published;
  return (
    <span class="published" title={note}>
      published {numberText(value)}
      {show === 'best' || std === undefined ? '' : ` ± ${numberText(std)}`}
      {note === undefined ? '' : '*'}
    </span>
  );
}
