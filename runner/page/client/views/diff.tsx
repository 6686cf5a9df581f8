/** Two runs, experiments or commits against each other, from the manifest to the metric. */
import { useState } from 'preact/hooks';
import type { DiffAnswer, Overview } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { numberText } from '../parts/number.ts';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import { to } from '../route.ts';

interface DiffProps {
  readonly a: string;
  readonly b: string;
  /** Empty for none. */
  readonly profile: string;
}

export function DiffView({ a, b, profile }: DiffProps) {
  const isAsked = a !== '' && b !== '';
  return (
    <section>
      <Title text={isAsked ? `${a} and ${b}` : 'Compare'} />
      <Sides a={a} b={b} profile={profile} />
      {isAsked ? <Compared a={a} b={b} profile={profile} /> : null}
    </section>
  );
}

/** What can be compared is offered; a commit behind an `@` is typed. */
function Sides(given: DiffProps) {
  const overview = useAnswer<Overview>('overview', {});
  const [sides, setSides] = useState(given);
  const names =
    overview.state === 'there'
      ? [
          ...overview.value.manifests.flatMap(({ id }) => id ?? []),
          ...overview.value.runs.map(({ runId }) => runId),
        ]
      : [];
  const words = sides.profile === '' ? [sides.a, sides.b] : [sides.a, sides.b, sides.profile];
  return (
    <form
      class="filter"
      onSubmit={(event) => {
        event.preventDefault();
        location.hash = to('diff', ...words);
      }}
    >
      <datalist id="sides">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {(['a', 'b'] as const).map((side) => (
        <label key={side}>
          {side}{' '}
          <input
            list="sides"
            required
            value={sides[side]}
            onInput={(event) => setSides({ ...sides, [side]: event.currentTarget.value })}
          />
        </label>
      ))}
      <label>
        Profile{' '}
        <input
          value={sides.profile}
          onInput={(event) => setSides({ ...sides, profile: event.currentTarget.value })}
        />
      </label>
      <button type="submit">Compare</button>
      <p class="faint">Each side is the id of a manifest, an id, @ and a commit, or a run.</p>
    </form>
  );
}

function Compared({ a, b, profile }: DiffProps) {
  const loaded = useAnswer<DiffAnswer>('diff', { a, b, ...(profile === '' ? {} : { profile }) });
  return (
    <Answered loaded={loaded}>
      {({ diff: { isEqual, jobs, reports, code, manifest }, text }) => (
        <>
          <p>
            <span class={`state ${isEqual ? 'done' : 'failed'}`}>{isEqual ? 'no difference' : 'differ'}</span>{' '}
            {jobs.inBoth} jobs in both, {jobs.differing.length} with another result, {jobs.otherKeys.length}{' '}
            with other keys alone; {reports.cells.length} cells differ
          </p>
          {reports.cells.length === 0 ? null : (
            <Table
              label="Differences"
              columns={['Report', 'Row', 'Column', { number: 'a' }, { number: 'b' }]}
            >
              {reports.cells.map((cell, i) => (
                <tr key={i}>
                  <td>{cell.report}</td>
                  <th scope="row">{cell.row}</th>
                  <td>{cell.column}</td>
                  <td class="number">{valueText(cell.a)}</td>
                  <td class="number">{valueText(cell.b)}</td>
                </tr>
              ))}
            </Table>
          )}
          {[...manifest.fields, ...code.files, ...code.packages, ...code.settings].length === 0 ? null : (
            <p>
              {manifest.fields.length} settings of the manifest, {code.files.length} files of code and{' '}
              {code.packages.length} packages differ.
            </p>
          )}
          <pre class="report" tabIndex={0}>
            {text}
          </pre>
        </>
      )}
    </Answered>
  );
}

const valueText = (value: string | number | null): string =>
  value === null ? '–' : typeof value === 'number' ? numberText(value) : value;
