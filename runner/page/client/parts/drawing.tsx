/** The picture of an architecture that a job left, with its size and identity. */
import type { DrawingAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { type ExperimentName, toExperiment } from '../route.ts';
import { Answered } from './answered.tsx';
import { ObjectLink } from './digest.tsx';
import { Figure } from './figure.tsx';

export function Drawing({ name, label }: { readonly name: ExperimentName; readonly label: string }) {
  const loaded = useAnswer<DrawingAnswer>('drawing', { ...name, label });
  return (
    <Answered loaded={loaded}>
      {({ svg, rows, digest, file }) => (
        <div class="architecture">
          <h3>
            <a href={toExperiment(name, 'job', label)}>{label}</a>{' '}
            {digest === null ? null : <ObjectLink digest={digest} name={file} />}
          </h3>
          {svg === null ? (
            <p class="empty">The space draws no picture of it.</p>
          ) : (
            <Figure svg={svg} title={`Architecture of ${label}`} />
          )}
          <details>
            <summary>In numbers</summary>
            <pre tabIndex={0}>{rows.map((row) => row.join('  ')).join('\n')}</pre>
          </details>
        </div>
      )}
    </Answered>
  );
}
