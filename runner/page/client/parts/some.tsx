/** The first of many things that take room or time to show, and more of them when they are wanted. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface SomeProps<T> {
  readonly items: readonly T[];
  /** At first, and with each wish for more. */
  readonly most: number;
  /** What they are, in the plural. */
  readonly what: string;
  readonly children: (shown: readonly T[]) => ComponentChildren;
}

export function Some<T>({ items, most, what, children }: SomeProps<T>) {
  const [count, setCount] = useState(most);
  const left = items.length - count;
  return (
    <>
      {children(items.slice(0, count))}
      {left <= 0 ? null : (
        <p class="pages">
          <button type="button" onClick={() => setCount(count + most)}>
            Show {Math.min(most, left)} more
          </button>{' '}
          <span class="faint">
            {count} of {items.length} {what} shown
          </span>
        </p>
      )}
    </>
  );
}
