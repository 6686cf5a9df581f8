/** An experiment at a glance: how far it is, its reports, and what it is made of. */
import type { ComponentChildren } from 'preact';
import type { ExperimentAnswer, ExperimentState } from '../../answers.ts';
import { type Loaded, useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { Digest } from '../parts/digest.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Facts } from '../parts/facts.tsx';
import { countsText, StateBar, states } from '../parts/state.tsx';
import { Title } from '../parts/title.tsx';
import { type ExperimentName, to, toExperiment } from '../route.ts';

export function ExperimentView({ name }: { readonly name: ExperimentName }) {
  const loaded = useAnswer<ExperimentAnswer>('experiment', { ...name });
  return (
    <section>
      <ExperimentNav name={name} current="" />
      <Answered loaded={loaded}>{(answer) => <Experiment name={name} answer={answer} />}</Answered>
    </section>
  );
}

function Experiment({ name, answer }: { readonly name: ExperimentName; readonly answer: ExperimentAnswer }) {
  const { groups, reports } = answer;
  // A lock of many jobs takes longer to read than all else here.
  const state = useAnswer<ExperimentState>('state', { ...name });
  const totals = Object.fromEntries(
    states.map((one) => [one, groups.reduce((sum, group) => sum + group.states[one], 0)]),
  ) as ExperimentAnswer['groups'][number]['states'];
  return (
    <>
      <Title text={answer.title} above={answer.setting} />
      <p>
        <StateBar counts={totals} />
      </p>
      <p>
        {countsText(totals) || 'no jobs'}
        {totals.run + totals.waits + totals.earlier + totals.failed > 0 ? (
          <>
            ; <code>reprise run {answer.call}</code> computes what is missing
          </>
        ) : null}
      </p>
      <h2>Reports</h2>
      <ul class="cards">
        {reports.map((report) => (
          <li key={report.name} class="card">
            <h3>
              <a href={toExperiment(name, 'report', report.name)}>{report.title}</a>
            </h3>
            <p class="faint">{report.kindTitle}</p>
          </li>
        ))}
      </ul>
      <h2>What it is made of</h2>
      <Facts
        facts={[
          ['Task', answer.task],
          ['Space', answer.space],
          ['Stages', answer.stages.map((stage) => stage.name).join(' → ')],
          ['Seed sets', answer.seedSets.map((set) => `${set.name} (${set.seeds.length})`).join(', ')],
          ['Trials', known(state, ({ trials }) => trials)],
          ['Lock', known(state, ({ lock }) => lock)],
          [
            'Latest run',
            known(state, ({ latestRun }) =>
              latestRun === '-' ? '–' : <a href={to('run', latestRun)}>{latestRun}</a>,
            ),
          ],
          ['Commit', <Digest digest={answer.commit} />],
          ['Tree', answer.dirty ? 'with uncommitted changes' : 'clean'],
          [
            'Manifest',
            <a href={toExperiment(name, 'manifest')}>
              <Digest digest={answer.digest} />
            </a>,
          ],
        ]}
      />
    </>
  );
}

const known = (
  loaded: Loaded<ExperimentState>,
  show: (state: ExperimentState) => ComponentChildren,
): ComponentChildren => (loaded.state === 'there' ? show(loaded.value) : '…');
