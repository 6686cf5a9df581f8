/** What may be wider than a narrow window: it scrolls by itself, with the keyboard too. */
import type { ComponentChildren } from 'preact';

export const Scroll = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) => (
  <section class="scroll" tabIndex={0} aria-label={label}>
    {children}
  </section>
);
