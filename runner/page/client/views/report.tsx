/** A report: its table with a way into each cell, or its figure, and the digests of its files. */
import type { ReportAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { CellTable } from '../parts/cell-table.tsx';
import { CurveFigure, isCurve } from '../parts/curve-figure.tsx';
import { Digest } from '../parts/digest.tsx';
import { Drawing } from '../parts/drawing.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Figure } from '../parts/figure.tsx';
import { isTable, ReportTable } from '../parts/report-table.tsx';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import type { ExperimentName } from '../route.ts';

interface ReportProps {
  readonly name: ExperimentName;
  readonly report: string;
}

export function ReportView({ name, report }: ReportProps) {
  const loaded = useAnswer<ReportAnswer>('report', { ...name, name: report });
  return (
    <section>
      <ExperimentNav name={name} current="report" />
      <Answered loaded={loaded}>{(answer) => <Report name={name} answer={answer} />}</Answered>
    </section>
  );
}

function Report({ name, answer }: { readonly name: ExperimentName; readonly answer: ReportAnswer }) {
  const { title, data, svg, text, isBroken, files, earlier } = answer;
  const table = isTable(data) ? data : undefined;
  return (
    <>
      <Title text={title} />
      {earlier === 0 ? null : (
        <p class="note">
          {earlier} {earlier === 1 ? 'job has' : 'jobs have'} a result of earlier code, data or settings,
          which this shows until they are computed again.
        </p>
      )}
      {isBroken ? (
        <pre class="problem" tabIndex={0}>
          {text}
        </pre>
      ) : null}
      {table === undefined ? null : <ReportTable name={name} report={answer} table={table} />}
      {isCurve(data) ? <CurveFigure data={data} /> : svg === null ? null : <Figure svg={svg} title={title} />}
      {hasPictures(data) ? (
        <>
          <h2>Architectures</h2>
          {data.rows.map(({ picture }) =>
            picture === null ? null : <Drawing key={picture.job} name={name} label={picture.job} />,
          )}
        </>
      ) : null}
      {table !== undefined ? null : (
        <>
          <h2>Where the numbers are from</h2>
          <CellTable name={name} report={answer} />
        </>
      )}
      <details open={table === undefined && svg === null}>
        <summary>As text</summary>
        <pre class="report" tabIndex={0}>
          {text}
        </pre>
      </details>
      <h2>Files</h2>
      <Table label="Files of the report" columns={['File', 'Digest', 'Lock', 'Content']}>
        {files.map((file) => (
          <tr key={file.file}>
            <th scope="row">{file.file}</th>
            <td>
              <Digest digest={file.digest} />
            </td>
            <td>
              {file.asLocked === null ? (
                '–'
              ) : file.asLocked ? (
                'as locked'
              ) : (
                <span class="state failed">differs</span>
              )}
            </td>
            <td>
              <details>
                <summary aria-label={`show ${file.file}`}>show</summary>
                <pre tabIndex={0}>{file.text}</pre>
              </details>
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** Data of a report of kind `predictions`, whose networks are drawn below their pictures. */
interface WithPictures {
  readonly rows: readonly { readonly picture: { readonly job: string } | null }[];
}

const hasPictures = (data: unknown): data is WithPictures =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'predictions';
