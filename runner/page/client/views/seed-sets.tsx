/** The numbers of each seed set side by side, metric by metric. */
import type { SeedSetsAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Figure } from '../parts/figure.tsx';
import { numberText } from '../parts/number.ts';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import type { ExperimentName } from '../route.ts';

type Column = SeedSetsAnswer['columns'][number];

export function SeedSetsView({ name }: { readonly name: ExperimentName }) {
  const loaded = useAnswer<SeedSetsAnswer>('seed-sets', { ...name });
  return (
    <section>
      <ExperimentNav name={name} current="seed-sets" />
      <Title text="Seed sets side by side" />
      <Answered loaded={loaded}>
        {({ columns, figures }) => (
          <>
            {columns.length === 0 ? <p class="empty">No report reads a metric of a result.</p> : null}
            {columns.map((column) => (
              <Strip key={column.name} column={column} />
            ))}
            {figures.length === 0 ? null : <h2>Figures of the audit</h2>}
            {figures.map(({ text, svg }, i) => (
              <div key={i}>
                <Figure svg={svg} title={text.split('\n')[0] ?? ''} />
                <details>
                  <summary>In numbers</summary>
                  <pre tabIndex={0}>{text}</pre>
                </details>
              </div>
            ))}
          </>
        )}
      </Answered>
    </section>
  );
}

const [width, rowHeight, left] = [640, 22, 8];

function Strip({ column: { label, stage, unit, methods } }: { readonly column: Column }) {
  const all = methods.flatMap(({ sets }) => sets.flatMap(({ values }) => values));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const across = (value: number): number =>
    high > low ? left + ((value - low) / (high - low)) * (width - 2 * left) : width / 2;
  return (
    <>
      <h2>
        {label} of {stage}
        {unit === '' ? '' : ` (${unit})`}
      </h2>
      <Table
        label="Numbers of the seed sets"
        class="strips"
        columns={[
          'Method',
          'Seed set',
          { number: 'n' },
          { number: 'Mean' },
          { number: 'Deviation' },
          `Values${all.length === 0 ? '' : `, ${numberText(low)} to ${numberText(high)}`}`,
        ]}
      >
        {methods.flatMap(({ variant, sets }) =>
          sets.map(({ seedSet, values, summary }, i) => (
            <tr key={`${variant} ${seedSet}`} class={i === 0 ? 'first' : ''}>
              <th scope="row">{variant}</th>
              <td>{seedSet}</td>
              <td class="number">{summary.n}</td>
              <td class="number" title={summary.mean === null ? undefined : String(summary.mean)}>
                {summary.mean === null ? '–' : numberText(summary.mean)}
              </td>
              <td class="number">{summary.std === null ? '–' : numberText(summary.std)}</td>
              <td>
                <svg
                  class={`strip color-${i % 8}`}
                  viewBox={`0 0 ${width} ${rowHeight}`}
                  role="img"
                  aria-label={values.map(numberText).join(', ') || 'no values'}
                >
                  {summary.mean === null ? null : (
                    <line x1={across(summary.mean)} x2={across(summary.mean)} y1="2" y2={rowHeight - 2} />
                  )}
                  {values.map((value, at) => (
                    <circle key={at} cx={across(value)} cy={rowHeight / 2} r="5">
                      <title>{value}</title>
                    </circle>
                  ))}
                </svg>
              </td>
            </tr>
          )),
        )}
      </Table>
    </>
  );
}
