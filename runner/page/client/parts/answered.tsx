/** A part of the page that needs an answer first: the answer, that it is asked for, or why there is none. */
import type { ComponentChildren } from 'preact';
import type { Loaded } from '../answers.ts';

export function Answered<T>({
  loaded,
  waiting = 'Reading…',
  children,
}: {
  readonly loaded: Loaded<T>;
  /** What is said until then, where it may take long. */
  readonly waiting?: string;
  readonly children: (value: T) => ComponentChildren;
}) {
  if (loaded.state === 'there') return <>{children(loaded.value)}</>;
  if (loaded.state === 'waiting') return <p class="waiting">{waiting}</p>;
  const { message, help } = loaded.problem;
  return (
    <div class="problem" role="alert">
      <pre tabIndex={0}>{message}</pre>
      <p class="faint">{help}</p>
    </div>
  );
}
