/** Whether the numbers hold, finding by finding. */
import { useState } from 'preact/hooks';
import type { AuditAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Title } from '../parts/title.tsx';
import type { ExperimentName } from '../route.ts';

type Finding = AuditAnswer['findings'][number];
type Verdict = Finding['verdict'];

const stateOf: Readonly<Record<Verdict, string>> = {
  met: 'done',
  'not met': 'failed',
  'cannot be told': 'waits',
};
const verdicts = Object.keys(stateOf) as readonly Verdict[];

const waiting =
  'Every record is read and every output hashed, which takes a moment for each thousand of them…';

export function AuditView({ name }: { readonly name: ExperimentName }) {
  const loaded = useAnswer<AuditAnswer>('audit', { ...name });
  return (
    <section>
      <ExperimentNav name={name} current="audit" />
      <Title text="Audit" />
      <Answered loaded={loaded} waiting={waiting}>
        {(answer) => <Audit answer={answer} />}
      </Answered>
    </section>
  );
}

function Audit({ answer: { counts, findings } }: { readonly answer: AuditAnswer }) {
  const [only, setOnly] = useState<Verdict | null>(null);
  const shown = findings.filter(({ verdict }) => only === null || verdict === only);
  const kinds = [...new Set(shown.map(kindOf))];
  return (
    <>
      <fieldset class="filter">
        <legend>Findings to show</legend>
        {verdicts.map((verdict) => (
          <button
            key={verdict}
            type="button"
            aria-pressed={only === verdict}
            onClick={() => setOnly(only === verdict ? null : verdict)}
          >
            <span class={`state ${stateOf[verdict]}`}>{verdict}</span> {counts[verdict]}
          </button>
        ))}
      </fieldset>
      {kinds.map((kind) => (
        <section key={kind}>
          <h2>{kind}</h2>
          <ul class="findings">
            {shown
              .filter((finding) => kindOf(finding) === kind)
              .map((finding, i) => (
                <li key={i}>
                  <span class={`state ${stateOf[finding.verdict]}`}>{finding.verdict}</span>
                  <div>
                    <p>
                      <b>{finding.check.slice(kind.length + 1)}</b>{' '}
                      <span class="faint">{finding.subject}</span>
                    </p>
                    {finding.evidence.map((line) => (
                      <p key={line}>{line}</p>
                    ))}
                    {finding.advice === null ? null : <p class="faint">To do: {finding.advice}</p>}
                  </div>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const kindOf = ({ check }: Finding): string => check.split('/')[0] ?? check;
