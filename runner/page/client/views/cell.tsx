/** A cell of a report: its number, the jobs that it is of, and from each the jobs that it rests on. */
import { durationText } from '../../../log/duration.ts';
import type { CellAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { Chart } from '../parts/chart.tsx';
import { Digest, KeyLink, ObjectLink } from '../parts/digest.tsx';
import { Drawing } from '../parts/drawing.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Facts } from '../parts/facts.tsx';
import { numberText, reportedText } from '../parts/number.ts';
import { pageSize } from '../parts/pages.tsx';
import { Picture, predictionsName } from '../parts/picture.tsx';
import { Some } from '../parts/some.tsx';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import { type ExperimentName, toExperiment } from '../route.ts';

interface CellProps {
  readonly name: ExperimentName;
  readonly report: string;
  readonly row: string;
  readonly column: string;
}

type Job = CellAnswer['jobs'][number];

/** More lines hide each other. */
const mostLines = 24;
/** Each is drawn by itself when it is first asked for. */
const mostDrawings = 6;

export function CellView({ name, report, row, column }: CellProps) {
  const loaded = useAnswer<CellAnswer>('cell', { ...name, report, row, column });
  return (
    <section>
      <ExperimentNav name={name} current="report" />
      <Answered loaded={loaded}>{(answer) => <Cell name={name} answer={answer} />}</Answered>
    </section>
  );
}

function Cell({ name, answer }: { readonly name: ExperimentName; readonly answer: CellAnswer }) {
  const { report, title, row, column, summary, jobs, own } = answer;
  const { scale = 1, unit = '' } = column.info ?? {};
  const shown = (value: number | null): string =>
    value === null
      ? '–'
      : `${reportedText(value * scale, column.info?.digits)}${unit === '' ? '' : ` ${unit}`}`;
  const those = new Set(own);
  const found = jobs.filter(
    ({ result, label }) => result?.architecture != null || (those.has(label) && result !== null),
  );
  const pictured = jobs.filter(
    ({ result, label }) => those.has(label) && result?.outputs[predictionsName] !== undefined,
  );
  const makers = jobs.filter(({ result }) => result?.architecture != null);
  const selections = jobs.filter(({ result }) => result?.selection != null);
  return (
    <>
      <p class="above">
        <a href={toExperiment(name, 'report', report)}>{title}</a>
      </p>
      <Title text={`${row}: ${column.label}`} />
      {summary === null ? null : (
        <Facts
          facts={[
            ['Values', summary.n],
            ['Mean', shown(summary.mean)],
            ['Deviation', shown(summary.std)],
            ['Best', shown(summary.best)],
            ['Median', shown(summary.median)],
            ['Worst', shown(summary.worst)],
          ]}
        />
      )}
      <h2>Jobs of this cell</h2>
      <Jobs name={name} jobs={jobs.filter(({ label }) => those.has(label))} shown={shown} />
      {found.some(({ result }) => (result?.series.length ?? 0) > 0) ? <Curves jobs={found} /> : null}
      {pictured.length === 0 ? null : (
        <>
          <h2>Predictions</h2>
          {pictured.map(({ label, result }) =>
            result === null ? null : (
              <div key={label}>
                <h3>
                  <a href={toExperiment(name, 'job', label)}>{label}</a>
                </h3>
                <Picture recordKey={result.key} label={label} />
              </div>
            ),
          )}
        </>
      )}
      {selections.length === 0 ? null : <Selections name={name} jobs={selections} />}
      {makers.length === 0 ? null : (
        <>
          <h2>Architectures</h2>
          <Some items={makers} most={mostDrawings} what="architectures">
            {(some) => some.map(({ label }) => <Drawing key={label} name={name} label={label} />)}
          </Some>
        </>
      )}
      <h2>What they rest on</h2>
      <Jobs name={name} jobs={jobs.filter(({ label }) => !those.has(label))} shown={shown} />
    </>
  );
}

interface JobsProps {
  readonly name: ExperimentName;
  readonly jobs: readonly Job[];
  readonly shown: (value: number | null) => string;
}

function Jobs({ name, jobs, shown }: JobsProps) {
  if (jobs.length === 0) return <p class="empty">No other jobs.</p>;
  return (
    <Some items={jobs} most={pageSize} what="jobs">
      {(some) => <JobTable name={name} jobs={some} shown={shown} />}
    </Some>
  );
}

function JobTable({ name, jobs, shown }: JobsProps) {
  const hasValues = jobs.some(({ value }) => value !== null);
  return (
    <Table
      label="Values"
      columns={[
        'Job',
        { number: 'Seed' },
        ...(hasValues ? [{ number: 'Value' }] : []),
        ...['Result', 'Key', 'Artifact', 'metrics.json', 'Commit'],
        ...[{ number: 'Trials' }, { number: 'Time' }],
      ]}
    >
      {jobs.map(({ label, seed, value, state, asLocked, failure, result }) => (
        <tr key={label}>
          <th scope="row">
            <a href={toExperiment(name, 'job', label)}>{label}</a>
          </th>
          <td class="number">{seed}</td>
          {hasValues ? (
            <td class="number" title={value === null ? undefined : String(value)}>
              {shown(value)}
            </td>
          ) : null}
          <td>
            <span class={`state ${state === 'current' ? 'done' : state === 'absent' ? 'waits' : state}`}>
              {failure === null ? wordOf(state, asLocked) : 'failed'}
            </span>
          </td>
          <td>{result === null ? '–' : <KeyLink recordKey={result.key} />}</td>
          <td>{result === null ? '–' : <Digest digest={result.artifactId} />}</td>
          <td>
            {result?.outputs['metrics.json'] === undefined ? (
              '–'
            ) : (
              <ObjectLink digest={result.outputs['metrics.json']} name="metrics.json" />
            )}
          </td>
          <td>
            {result === null ? '–' : <Digest digest={result.commit} />}
            {result?.dirty === true ? <span class="state failed">dirty</span> : null}
          </td>
          <td class="number">{result?.trials?.count ?? '–'}</td>
          <td class="number">{result === null ? '–' : durationText(result.wallMs)}</td>
        </tr>
      ))}
    </Table>
  );
}

function wordOf(state: Job['state'], asLocked: boolean | null): string {
  if (state === 'absent') return 'none yet';
  const word = state === 'earlier' ? 'of earlier code' : 'in the store';
  return asLocked === null ? word : `${word}, ${asLocked ? 'as locked' : 'not as locked'}`;
}

/** The curves of a field together, since they can be compared. */
function Curves({ jobs }: { readonly jobs: readonly Job[] }) {
  const fields = new Map<string, { label: string; points: { x: number; y: number }[] }[]>();
  for (const { label, result } of jobs)
    for (const { phase, field, values } of result?.series ?? []) {
      const title = phase === null ? field : `${phase}: ${field}`;
      const lines = fields.get(title) ?? [];
      lines.push({ label, points: values.map((y, i) => ({ x: i + 1, y })) });
      fields.set(title, lines);
    }
  return (
    <>
      <h2>Curves</h2>
      {[...fields].map(([title, lines]) => (
        <Some key={title} items={lines} most={mostLines} what={`curves of ${title}`}>
          {(some) => (
            <Chart title={title} x={{ label: 'line of the trajectory' }} y={{ label: title }} lines={some} />
          )}
        </Some>
      ))}
    </>
  );
}

const Selections = ({ name, jobs }: { readonly name: ExperimentName; readonly jobs: readonly Job[] }) => (
  <>
    <h2>Selection</h2>
    {jobs.map(({ label, result }) =>
      result?.selection == null ? null : (
        <div key={label}>
          <p>
            <a href={toExperiment(name, 'job', label)}>{label}</a> keeps {result.selection.keep} by{' '}
            <code>{result.selection.metric}</code>
          </p>
          <Some items={result.selection.candidates} most={pageSize} what="candidates">
            {(some) => (
              <ol class="candidates">
                {some.map(({ seed, value, kept, label: candidate }) => (
                  <li key={seed} class={kept ? 'kept' : 'faint'}>
                    {candidate === null ? (
                      `seed ${seed}`
                    ) : (
                      <a href={toExperiment(name, 'job', candidate)}>{candidate}</a>
                    )}{' '}
                    <span title={String(value)}>{numberText(value)}</span> {kept ? <b>kept</b> : null}
                  </li>
                ))}
              </ol>
            )}
          </Some>
        </div>
      ),
    )}
  </>
);
