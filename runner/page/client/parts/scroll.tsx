/** What may be wider than a narrow window: it scrolls by itself, with the keyboard too. */
import type { ComponentChildren } from 'preact';

interface ScrollProps {
  readonly label: string;
  /** Beside that of all that scrolls. */
  readonly class?: string;
  readonly children: ComponentChildren;
}

export const Scroll = ({ label, class: kind, children }: ScrollProps) => (
  <section class={kind === undefined ? 'scroll' : `scroll ${kind}`} tabIndex={0} aria-label={label}>
    {children}
  </section>
);
