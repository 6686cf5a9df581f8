/** A run as it happens: how far it is, what runs where, what waits, how long it may take, and what it told. */
import { useEffect, useState } from 'preact/hooks';
import { durationText } from '../../../log/duration.ts';
import type { RunAnswer } from '../../answers.ts';
import { addressOf, isFile, useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import { to, toExperiment } from '../route.ts';

export function RunView({ run }: { readonly run: string }) {
  const loaded = useAnswer<RunAnswer>('run', { run });
  const live = useLive(run);
  const shown = live === undefined ? loaded : ({ state: 'there', value: live } as const);
  return (
    <section>
      <Title text={`Run ${run}`} />
      <Answered loaded={shown}>{(answer) => <Run answer={answer} />}</Answered>
    </section>
  );
}

/** The newest state that the server told; undefined before the first. */
function useLive(run: string): RunAnswer | undefined {
  const [answer, setAnswer] = useState<RunAnswer>();
  useEffect(() => {
    if (isFile) return;
    const source = new EventSource(addressOf('live', { run }));
    source.addEventListener('message', ({ data }) => setAnswer(JSON.parse(data)));
    source.addEventListener('end', () => source.close());
    source.addEventListener('problem', () => source.close());
    return () => source.close();
  }, [run]);
  return answer;
}

function Run({ answer }: { readonly answer: RunAnswer }) {
  const { experiment, state, total, done, hits, failed, waiting, workers, elapsedMs, etaMs, running, lines } =
    answer;
  const finished = done + hits + failed;
  const [id = '', profile = 'base'] = experiment.split('.');
  return (
    <>
      <p role="status">
        <span class={`state ${state}`}>{state}</span> {finished} of {total} jobs
        {etaMs === null ? '' : `, about ${durationText(etaMs)} left`}
      </p>
      <progress
        class="wide"
        max={Math.max(1, total)}
        value={finished}
        aria-label={`${finished} of ${total} jobs`}
      />
      <Facts
        facts={[
          ['Experiment', <a href={toExperiment({ id, profile })}>{experiment}</a>],
          ['Computed', done],
          ['From the store', hits],
          ['Failed', failed],
          ['Waiting', waiting],
          ['Workers', workers],
          ['Time', durationText(elapsedMs)],
          ['Time left', etaMs === null ? '–' : durationText(etaMs)],
        ]}
      />
      {answer.damage === null ? null : <p class="problem">{answer.damage}; what follows it is not shown.</p>}
      {running.length === 0 ? null : <Running running={running} />}
      <h2>Log</h2>
      {lines.length === 0 ? (
        <p class="empty">Nothing yet.</p>
      ) : (
        <ol class="log" tabIndex={0} aria-label="Log of the run, the newest first">
          {lines.toReversed().map(({ at, text, isBad, key }, i) => (
            <li key={`${lines.length - i} ${text}`} class={isBad ? 'bad' : ''}>
              <time dateTime={at ?? ''}>{at?.slice(11, 19) ?? ''}</time> <span>{text}</span>{' '}
              {key === null ? null : (
                <a href={to('log', key)} aria-label={`log: ${text}`}>
                  log
                </a>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

const Running = ({ running }: Pick<RunAnswer, 'running'>) => (
  <>
    <h2>Running</h2>
    <Table label="Jobs of the run" columns={['Device', 'Job', 'Progress', { number: 'Time' }, 'Prints']}>
      {running.map(({ label, key, device, elapsedMs, fraction, detail, isTrial }) => (
        <tr key={label}>
          <td>{device}</td>
          <th scope="row">
            {label}
            {isTrial ? <span class="faint"> trial</span> : null}
          </th>
          <td>
            <progress max={1} value={fraction} aria-label={`${label}: ${Math.round(100 * fraction)} %`} />{' '}
            <span class="faint">{detail}</span>
          </td>
          <td class="number">{durationText(elapsedMs)}</td>
          <td>
            {key === null ? null : (
              <a href={to('log', key)} aria-label={`log of ${label}`}>
                log
              </a>
            )}
          </td>
        </tr>
      ))}
    </Table>
  </>
);
