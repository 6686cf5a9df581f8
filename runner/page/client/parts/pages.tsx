/** A long list page by page. */

/** Rows that are shown at once. */
export const pageSize = 200;

interface PagesProps {
  readonly total: number;
  /** The first that is shown. */
  readonly from: number;
  readonly onMove: (from: number) => void;
}

export function Pages({ total, from, onMove }: PagesProps) {
  if (total <= pageSize) return <p class="faint">{total} shown</p>;
  const until = Math.min(total, from + pageSize);
  return (
    <p class="pages">
      <button type="button" disabled={from === 0} onClick={() => onMove(Math.max(0, from - pageSize))}>
        Earlier
      </button>{' '}
      {from + 1} to {until} of {total}{' '}
      <button type="button" disabled={until === total} onClick={() => onMove(from + pageSize)}>
        Later
      </button>
    </p>
  );
}
