/**
 * A drawing as the report has it, in a room of its own, so that names within it meet no others. Where a mark says what it
 * is, pointing at it shows that.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

/** Drawings that are wider, in pixels, are not made as narrow as the page. */
const widest = 1600;
const smallest = 0.7;

export function Figure({ svg, title }: { readonly svg: string; readonly title: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    parsed.style.maxWidth = '100%';
    parsed.style.height = 'auto';
    // Letters of a wide drawing would be too small to read; one scrolls along it instead.
    const width = Number(parsed.getAttribute('width'));
    if (width > widest) parsed.style.minWidth = `${Math.round(smallest * width)}px`;
    // The drawing is one picture to whoever hears it; what its marks say is for whoever points.
    for (const mark of parsed.querySelectorAll('[role], [aria-label]')) {
      const says = mark.getAttribute('aria-label');
      const isAxis = mark.getAttribute('aria-roledescription')?.includes('axis') === true;
      if (says !== null && !isAxis) mark.setAttribute('data-says', says);
      for (const name of ['role', 'aria-label', 'aria-roledescription']) mark.removeAttribute(name);
    }
    root.replaceChildren(document.importNode(parsed, true));
    const tell = (event: Event): void => {
      const mark = event.target instanceof Element ? event.target.closest('[data-says]') : null;
      setSaid(mark?.getAttribute('data-says') ?? '');
    };
    root.addEventListener('pointerover', tell);
    return () => root.removeEventListener('pointerover', tell);
  }, [svg]);
  return (
    <figure class="drawing" aria-label={title}>
      <div ref={place} />
      <figcaption class="faint">{said || '\u00a0'}</figcaption>
    </figure>
  );
}
