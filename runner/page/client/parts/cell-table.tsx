/** Rows and columns of a report that is no table, each crossing a way to the jobs behind it. */
import type { ReportAnswer } from '../../answers.ts';
import { type ExperimentName, toExperiment } from '../route.ts';
import { Table } from './table.tsx';

export const CellTable = ({
  name,
  report: { name: report, cells },
}: {
  readonly name: ExperimentName;
  readonly report: ReportAnswer;
}) => (
  <Table label="Table" columns={['Row', ...cells.columns.map(({ label }) => label)]}>
    {cells.rows.map((row) => (
      <tr key={row.name}>
        <th scope="row">
          {row.label} {row.seedSet === null ? '' : row.seedSet}
        </th>
        {cells.columns.map((column) => (
          <td key={column.name}>
            <a
              href={toExperiment(name, 'cell', report, row.name, column.name)}
              aria-label={`Jobs behind ${row.name}, ${column.label}`}
            >
              jobs
            </a>
          </td>
        ))}
      </tr>
    ))}
  </Table>
);
