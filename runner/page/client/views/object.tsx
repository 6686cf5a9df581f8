/** An object of the store: verified bytes, as text where they are text. */
import { addressOf, isFile, useAnswer } from '../answers.ts';
import { Answered } from '../parts/answered.tsx';
import { Title } from '../parts/title.tsx';

/** Characters that are worth reading. */
const mostShown = 200_000;

export function ObjectView({ digest, name }: { readonly digest: string; readonly name: string }) {
  const loaded = useAnswer<unknown>('object', { digest });
  return (
    <section>
      <Title text={name === '' ? 'Object' : name} />
      <p class="whole-digest">
        <code>{digest}</code>
      </p>
      <Answered loaded={loaded}>
        {(content) => {
          const text = typeof content === 'string' ? content : JSON.stringify(content);
          return (
            <>
              <p>
                <span class="state done">verified</span> its content has this digest.{' '}
                {isFile ? null : (
                  <a href={addressOf('object', { digest })} download={name || digest}>
                    Save
                  </a>
                )}
              </p>
              <pre tabIndex={0}>{pretty(text.slice(0, mostShown))}</pre>
              {text.length > mostShown ? (
                <p class="faint">and {text.length - mostShown} more characters</p>
              ) : null}
            </>
          );
        }}
      </Answered>
    </section>
  );
}

/** JSON with a line for each value; other text as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
