/** What a job printed in its latest run. */
import type { LogAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { Title } from '../parts/title.tsx';
import { to } from '../route.ts';

export function LogView({ job }: { readonly job: string }) {
  const loaded = useAnswer<LogAnswer>('log', { job });
  return (
    <section>
      <Answered loaded={loaded}>
        {({ runId, label, text, isCut }) => (
          <>
            <Title text={`What ${label} printed`} />
            <p>
              in run <a href={to('run', runId)}>{runId}</a>
            </p>
            {isCut ? <p class="note">Only its end is shown; `reprise logs` prints all of it.</p> : null}
            {text === '' ? <p class="empty">It has printed nothing.</p> : <pre tabIndex={0}>{text}</pre>}
          </>
        )}
      </Answered>
    </section>
  );
}
