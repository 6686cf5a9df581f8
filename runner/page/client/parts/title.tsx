/** The heading of a view, which is also what the window is called. */
import { useEffect } from 'preact/hooks';

export function Title({ text, above }: { readonly text: string; readonly above?: string }) {
  useEffect(() => {
    document.title = `${text} – Reprise`;
  }, [text]);
  return (
    <>
      {above === undefined ? null : <p class="above">{above}</p>}
      <h1>{text}</h1>
    </>
  );
}
