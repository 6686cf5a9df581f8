/** A manifest as it is written, line by line, with what is wrong with it where it is wrong. */
import type { ManifestAnswer } from '../../answers.ts';
import { useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { Digest } from '../parts/digest.tsx';
import { ExperimentNav } from '../parts/experiment-nav.tsx';
import { Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import type { ExperimentName } from '../route.ts';

export function ManifestView({ name }: { readonly name: ExperimentName }) {
  const loaded = useAnswer<ManifestAnswer>('manifest', { ...name });
  return (
    <section>
      <ExperimentNav name={name} current="manifest" />
      <Title text={`Manifest ${name.id}`} />
      <Answered loaded={loaded}>{(answer) => <Manifest answer={answer} />}</Answered>
    </section>
  );
}

function Manifest({
  answer: { files, problems, resolved, digest, sources },
}: {
  readonly answer: ManifestAnswer;
}) {
  return (
    <>
      {problems.length === 0 ? (
        <p>
          <span class="state done">good</span> {digest === null ? null : <Digest digest={digest} />}
        </p>
      ) : (
        <p>
          <span class="state failed">wrong</span>{' '}
          {problems.length === 1 ? '1 problem' : `${problems.length} problems`}
        </p>
      )}
      {problems.map(({ text }) => (
        <pre key={text} class="problem" tabIndex={0}>
          {text}
        </pre>
      ))}
      {files.map(({ path, text }) => (
        <section key={path}>
          <h2>{path}</h2>
          <Source text={text} problems={problems.filter(({ file }) => file === path)} />
        </section>
      ))}
      {sources.length === 0 ? null : <Sources sources={sources} />}
      {resolved === null ? null : (
        <details>
          <summary>As resolved</summary>
          <pre tabIndex={0}>{JSON.stringify(resolved, null, 2)}</pre>
        </details>
      )}
    </>
  );
}

function Source({
  text,
  problems,
}: {
  readonly text: string;
  readonly problems: ManifestAnswer['problems'];
}) {
  const wrong = new Map(
    problems.flatMap(({ line, text: what }) => (line === null ? [] : [[line, what] as const])),
  );
  return (
    <pre class="source" tabIndex={0}>
      {text.split('\n').map((line, i) => (
        <span key={i} class={wrong.has(i + 1) ? 'wrong' : ''} title={wrong.get(i + 1)}>
          <span class="line" aria-hidden="true">
            {i + 1}
          </span>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

const Sources = ({ sources }: Pick<ManifestAnswer, 'sources'>) => (
  <>
    <h2>Where the settings are from</h2>
    <Table label="Sources of the settings" columns={['Setting', 'Value', 'Source']}>
      {sources.map(({ path, value, source }) => (
        <tr key={path}>
          <th scope="row">{path}</th>
          <td>
            <code>{JSON.stringify(value)}</code>
          </td>
          <td>{source ?? 'ours'}</td>
        </tr>
      ))}
    </Table>
  </>
);
