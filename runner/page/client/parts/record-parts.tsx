/** What the store has of a finished job. */
import { durationText } from '../../../log/duration.ts';
import type { RecordAnswer } from '../../answers.ts';
import { Chart } from './chart.tsx';
import { Decisions } from './decisions.tsx';
import { Digest, KeyLink, ObjectLink } from './digest.tsx';
import { type Fact, Facts } from './facts.tsx';
import { bytesText, numberText } from './number.ts';
import { Picture, predictionsName } from './picture.tsx';
import { Table } from './table.tsx';

/** Trials that are worth a row each. */
const mostTrials = 500;

export function RecordParts({ record }: { readonly record: RecordAnswer }) {
  const { metrics, selection, trials, series, decisions, parameters } = record;
  return (
    <>
      {metrics.length === 0 ? null : (
        <>
          <h2>Measured</h2>
          <Facts facts={metrics.map(({ name, value }): Fact => [name, value])} />
        </>
      )}
      {selection === null ? null : (
        <>
          <h2>Selection</h2>
          <p>{selection.rule}; on validation data</p>
          <ol class="candidates">
            {selection.candidates.map(({ seed, value, kept }) => (
              <li key={seed} class={kept ? 'kept' : 'faint'}>
                seed {seed}: <span title={String(value)}>{numberText(value)}</span>{' '}
                {kept ? <b>kept</b> : null}
              </li>
            ))}
          </ol>
        </>
      )}
      {record.outputs.some(({ name }) => name === predictionsName) ? (
        <>
          <h2>Predictions</h2>
          <Picture recordKey={record.key} label={record.label} />
        </>
      ) : null}
      {series.length === 0 ? null : <h2>Curves</h2>}
      {series.map(({ phase, field, values }) => (
        <Chart
          key={`${phase} ${field}`}
          title={`${phase ?? ''} ${field}`.trim()}
          x={{ label: 'line of the trajectory' }}
          y={{ label: field }}
          lines={[{ label: phase ?? field, points: values.map((y, i) => ({ x: i + 1, y })) }]}
        />
      ))}
      {decisions.total === 0 ? null : <Decisions decisions={decisions} />}
      {trials.length === 0 ? null : <Trials trials={trials} />}
      <h2>Outputs</h2>
      <Outputs outputs={record.outputs} />
      <h2>How it was made</h2>
      <Facts facts={originOf(record)} />
      <details>
        <summary>Parameters</summary>
        <pre tabIndex={0}>{JSON.stringify(parameters, null, 2)}</pre>
      </details>
    </>
  );
}

const originOf = ({
  key,
  artifactId,
  commit,
  dirtyPatch,
  data,
  code,
  inputs,
  engine,
  environment,
  timing,
}: RecordAnswer): Fact[] => [
  ['Key', <KeyLink recordKey={key} />],
  ['Artifact', <Digest digest={artifactId} />],
  ['Commit', <Digest digest={commit} />],
  ...(dirtyPatch === null
    ? []
    : [['Uncommitted changes', <ObjectLink digest={dirtyPatch} name="changes.patch" />] as const]),
  ['Data', data === null ? 'generated' : <Digest digest={data} />],
  ...Object.entries(code).map(([name, digest]): Fact => [`Code: ${name}`, <Digest digest={digest} />]),
  ...Object.entries(inputs).map(
    ([name, digest]): Fact => [`Input: ${name}`, <ObjectLink digest={digest} name={name} />],
  ),
  ['Engine', `${engine.name} ${engine.version}, ${engine.determinism}`],
  [
    'Machine',
    `${environment.cpu}, ${environment.platform} ${environment.arch}, Node.js ${environment.node}, ${environment.device}`,
  ],
  ['Computed', new Date(timing.startedAt).toLocaleString()],
  ['Time', durationText(timing.wallMs)],
  ['Attempt', timing.attempt],
];

const Outputs = ({ outputs }: Pick<RecordAnswer, 'outputs'>) => (
  <Table label="Outputs" columns={['File', 'Digest', { number: 'Size' }]}>
    {outputs.map(({ name, digest, bytes, damage }) => (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td>
          <ObjectLink digest={digest} name={name} />{' '}
          {damage === null ? null : <span class="state failed">{damage}</span>}
        </td>
        <td class="number">{bytesText(bytes)}</td>
      </tr>
    ))}
  </Table>
);

const Trials = ({ trials }: Pick<RecordAnswer, 'trials'>) => (
  <details>
    <summary>{trials.length} trials</summary>
    <Table label="Trials" columns={[{ number: 'Trial' }, 'Architecture', { number: 'Epochs' }, 'Record']}>
      {trials.slice(0, mostTrials).map(({ trial, architecture, epochs, key }) => (
        <tr key={trial}>
          <td class="number">{trial}</td>
          <td>
            <code class="digest">{architecture.slice(0, 24)}</code>
          </td>
          <td class="number">{epochs}</td>
          <td>
            <KeyLink recordKey={key} />
          </td>
        </tr>
      ))}
    </Table>
    {trials.length > mostTrials ? (
      <p class="faint">and {trials.length - mostTrials} more in trials.jsonl</p>
    ) : null}
  </details>
);
