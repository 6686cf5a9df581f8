/** A table, which scrolls by itself where the window is narrower. */
import type { ComponentChildren } from 'preact';
import { Scroll } from './scroll.tsx';

interface NumberColumn {
  readonly number: ComponentChildren;
}

/** What stands over a column. Numbers are aligned with their last digits. */
export type Column = ComponentChildren | NumberColumn;

interface TableProps {
  /** For who cannot see what it is about. */
  readonly label: string;
  readonly columns: readonly Column[];
  readonly class?: string;
  /** Rows of the body. */
  readonly children: ComponentChildren;
}

export const Table = ({ label, columns, class: kind, children }: TableProps) => (
  <Scroll label={label}>
    <table class={kind}>
      <thead>
        <tr>
          {columns.map((column, i) =>
            isNumber(column) ? (
              <th key={i} scope="col" class="number">
                {column.number}
              </th>
            ) : (
              <th key={i} scope="col">
                {column}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </Scroll>
);

const isNumber = (column: Column): column is NumberColumn =>
  typeof column === 'object' && column !== null && 'number' in column;
