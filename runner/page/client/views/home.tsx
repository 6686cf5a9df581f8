/** Every experiment with how far it is, and the latest runs. */
import type { ExperimentState, ListedRun, Overview } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { useStateOf } from '../parts/state-of.ts';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import { to, toExperiment } from '../route.ts';

/** Within which a run that has begun is seen. */
const refreshMs = 5_000;

export function HomeView() {
  const loaded = useAnswer<Overview>('overview', {}, refreshMs);
  return (
    <section>
      <Title text="Experiments" />
      <Answered loaded={loaded}>
        {({ manifests, runs, store }) => (
          <>
            <p class="faint">
              Results in <code>{store}</code>
            </p>
            {runs.length === 0 ? null : <Runs runs={runs} />}
            {manifests.length === 0 ? (
              <p class="empty">
                There is no manifest yet. <code>reprise new my-table</code> writes one to start from.
              </p>
            ) : (
              <Manifests manifests={manifests} />
            )}
          </>
        )}
      </Answered>
    </section>
  );
}

const Runs = ({ runs }: { readonly runs: readonly ListedRun[] }) => (
  <>
    <h2>Runs</h2>
    <Table label="Runs" columns={['Run', 'State', { number: 'Done' }, { number: 'Failed' }, 'Began']}>
      {runs.map(({ runId, experiment, state, startedAt, computed, hits, failed, jobs }) => (
        <tr key={runId}>
          <th scope="row">
            <a href={to('run', runId)} title={runId}>
              {experiment}
            </a>
          </th>
          <td>
            <span class={`state ${state}`}>{state}</span>
          </td>
          <td class="number">
            {computed + hits}/{jobs}
          </td>
          <td class="number">{failed === 0 ? '–' : failed}</td>
          <td>{startedAt === null ? '–' : new Date(startedAt).toLocaleString()}</td>
        </tr>
      ))}
    </Table>
  </>
);

const Manifests = ({ manifests }: Pick<Overview, 'manifests'>) => (
  <>
    <h2>Manifests</h2>
    <ul class="cards">
      {manifests.map(({ id, title, file, profiles, problems }) => (
        <li key={file} class="card">
          <h3>{title ?? file}</h3>
          <p class="faint">{id ?? file}</p>
          {problems === null && id !== null ? (
            <ul class="profiles">
              {profiles.map((profile) => (
                <Profile key={profile} id={id} profile={profile} />
              ))}
            </ul>
          ) : (
            <p>
              <span class="state failed">wrong</span>{' '}
              <a href={toExperiment({ id: id ?? file, profile: 'base' }, 'manifest')}>
                what is wrong with it
              </a>
            </p>
          )}
        </li>
      ))}
    </ul>
  </>
);

function Profile({ id, profile }: { readonly id: string; readonly profile: string }) {
  const { place, loaded } = useStateOf({ id, profile });
  return (
    <li ref={place}>
      <a href={toExperiment({ id, profile })} aria-label={`${id}, profile ${profile}`}>
        {profile}
      </a>{' '}
      {loaded.state === 'there' ? <Progress state={loaded.value} /> : null}
      {loaded.state === 'refused' ? (
        <a
          class="state failed"
          href={toExperiment({ id, profile }, 'manifest')}
          title={loaded.problem.message}
        >
          cannot be opened
        </a>
      ) : null}
    </li>
  );
}

const Progress = ({ state: { done, jobs, failed, lock } }: { readonly state: ExperimentState }) => (
  <span class="progress">
    <progress max={Math.max(1, jobs)} value={done} aria-label={`${done} of ${jobs} jobs`} />{' '}
    <span class="number">
      {done}/{jobs}
    </span>
    {failed === 0 ? null : <span class="state failed">{failed} failed</span>}
    {lock === 'none' ? null : <span class="faint">lock: {lock}</span>}
  </span>
);
