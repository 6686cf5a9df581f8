/**
 * The jobs of an experiment, near and far: groups of a method and a stage with what reads from what; nearer, the same for
 * each seed set; nearest, the jobs of one group.
 */
import { useState } from 'preact/hooks';
import type { ExperimentAnswer, JobRow, JobState, JobsAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { GroupGraph } from '../parts/group-graph.tsx';
import { Pages, pageSize } from '../parts/pages.tsx';
import { countsText, State, states, stateWords } from '../parts/state.tsx';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import { type ExperimentName, toExperiment } from '../route.ts';

interface GraphProps {
  readonly name: ExperimentName;
  /** None for methods, one method for its seed sets, and method, seed set and stage for the jobs of a group. */
  readonly words: readonly string[];
}

export function GraphView({ name, words }: GraphProps) {
  const [variant, seedSet, stage] = words;
  const isGroup = variant !== undefined && seedSet !== undefined && stage !== undefined;
  return (
    <section>
      <ExperimentNav name={name} current="graph" />
      {isGroup ? (
        <Group name={name} group={[variant, seedSet, stage]} />
      ) : (
        <Groups name={name} variant={variant} />
      )}
    </section>
  );
}

function Groups({ name, variant }: { readonly name: ExperimentName; readonly variant: string | undefined }) {
  const loaded = useAnswer<ExperimentAnswer>('experiment', { ...name });
  return (
    <Answered loaded={loaded}>
      {(answer) => {
        const total = answer.groups.reduce((sum, { jobs }) => sum + jobs, 0);
        return (
          <>
            <Title
              text={variant === undefined ? `${total} jobs` : `Jobs of ${variant}`}
              above={answer.title}
            />
            {variant === undefined ? null : (
              <p>
                <a href={toExperiment(name, 'graph')}>All methods</a>
              </p>
            )}
            <GroupGraph name={name} answer={answer} variant={variant} />
            <p class="legend-states">
              {states.map((state) => (
                <State key={state} state={state} />
              ))}
            </p>
          </>
        );
      }}
    </Answered>
  );
}

type GroupName = readonly [variant: string, seedSet: string, stage: string];

function Group({ name, group }: { readonly name: ExperimentName; readonly group: GroupName }) {
  const loaded = useAnswer<JobsAnswer>('jobs', { ...name });
  const [variant, seedSet, stage] = group;
  return (
    <>
      <Title text={`${variant}, ${seedSet === '*' ? 'all seed sets' : seedSet}, ${stage}`} />
      <p>
        <a href={toExperiment(name, 'graph')}>All methods</a> ·{' '}
        <a href={toExperiment(name, 'graph', variant)}>seed sets of {variant}</a>
      </p>
      <Answered loaded={loaded}>
        {({ jobs }) => (
          <JobList
            name={name}
            jobs={jobs.filter(
              (job) => job[2] === variant && (seedSet === '*' || job[3] === seedSet) && job[4] === stage,
            )}
          />
        )}
      </Answered>
    </>
  );
}

function JobList({ name, jobs }: { readonly name: ExperimentName; readonly jobs: readonly JobRow[] }) {
  const [text, setText] = useState('');
  const [only, setOnly] = useState<JobState | ''>('');
  const [from, setFrom] = useState(0);
  const found = jobs.filter((job) => job[0].includes(text) && (only === '' || job[6] === only));
  const counts = Object.fromEntries(
    states.map((state) => [state, jobs.filter((job) => job[6] === state).length]),
  ) as Record<JobState, number>;
  return (
    <>
      <p>{countsText(counts)}</p>
      <form class="filter" onSubmit={(event) => event.preventDefault()}>
        <label>
          Label has{' '}
          <input
            type="search"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setFrom(0);
            }}
          />
        </label>
        <label>
          State{' '}
          <select
            value={only}
            onChange={(event) => {
              setOnly(event.currentTarget.value as JobState | '');
              setFrom(0);
            }}
          >
            <option value="">any</option>
            {states.map((state) => (
              <option key={state} value={state}>
                {stateWords[state]}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Pages total={found.length} from={from} onMove={setFrom} />
      <Table
        label="Jobs"
        columns={['Job', 'Kind', { number: 'Seed' }, 'State', 'Key', { number: 'Reads from' }]}
      >
        {found.slice(from, from + pageSize).map(([label, kind, , , , seed, state, key, needs]) => (
          <tr key={label}>
            <th scope="row">
              <a href={toExperiment(name, 'job', label)}>{label}</a>
            </th>
            <td>{kind}</td>
            <td class="number">{seed}</td>
            <td>
              <State state={state} />
            </td>
            <td>
              <code class="digest" title={key ?? undefined}>
                {key?.slice(0, 12) ?? '–'}
              </code>
            </td>
            <td class="number">{needs === 0 ? '–' : needs}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
