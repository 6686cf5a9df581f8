/** A job of an experiment: what it is, what it reads, who reads it, and what it left. */
import type { JobAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { KeyLink } from '../parts/digest.tsx';
import { Drawing } from '../parts/drawing.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Facts } from '../parts/facts.tsx';
import { RecordParts } from '../parts/record-parts.tsx';
import { Title } from '../parts/title.tsx';
import { type ExperimentName, to, toExperiment } from '../route.ts';

/** Names of jobs that are worth reading in a list. */
const mostNames = 60;

export function JobView({ name, label }: { readonly name: ExperimentName; readonly label: string }) {
  const loaded = useAnswer<JobAnswer>('job', { ...name, label });
  return (
    <section>
      <ExperimentNav name={name} current="graph" />
      <Answered loaded={loaded}>{(answer) => <Job name={name} answer={answer} />}</Answered>
    </section>
  );
}

function Job({ name, answer }: { readonly name: ExperimentName; readonly answer: JobAnswer }) {
  const { label, key, variant, seedSet, stage, inputs, dependents, result, failure } = answer;
  const sources = [...new Set(inputs.map(({ from }) => from))];
  return (
    <>
      <Title text={label} />
      <Facts
        facts={[
          ['Kind', answer.kind],
          ['Method', answer.method],
          [
            'Group',
            <a
              href={toExperiment(name, 'graph', variant, seedSet, stage)}
            >{`${variant}, ${seedSet}, ${stage}`}</a>,
          ],
          ['Seed', answer.seed],
          ['State', answer.why],
          [
            'Key',
            key === null ? (
              'not known yet'
            ) : result?.key === key ? (
              <KeyLink recordKey={key} />
            ) : (
              <code class="digest">{key.slice(0, 12)}</code>
            ),
          ],
          ['Prints', <a href={to('log', result?.key ?? key ?? label)}>log</a>],
        ]}
      />
      {failure === null ? null : (
        <pre class="problem" tabIndex={0}>
          {failure}
        </pre>
      )}
      <div class="columns">
        <Names title="Reads from" name={name} labels={sources} none="no other job" />
        <Names title="Read by" name={name} labels={dependents} none="no other job" />
      </div>
      {result === null ? <p class="empty">There is no result yet.</p> : <RecordParts record={result} />}
      {result?.architecture == null ? null : (
        <>
          <h2>Architecture</h2>
          <Drawing name={name} label={label} />
        </>
      )}
    </>
  );
}

const Names = ({
  title,
  name,
  labels,
  none,
}: {
  readonly title: string;
  readonly name: ExperimentName;
  readonly labels: readonly string[];
  readonly none: string;
}) => (
  <div>
    <h2>{title}</h2>
    {labels.length === 0 ? <p class="faint">{none}</p> : null}
    <ul>
      {labels.slice(0, mostNames).map((label) => (
        <li key={label}>
          <a href={toExperiment(name, 'job', label)}>{label}</a>
        </li>
      ))}
      {labels.length > mostNames ? <li class="faint">and {labels.length - mostNames} more</li> : null}
    </ul>
  </div>
);
