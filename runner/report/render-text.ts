/** A report for a terminal: plain text, no colours. */
import { padText, textWidth } from '../util/text-width.ts';
import type { TableText, TextCell } from './text-table.ts';

/** A table wider than `width` columns is written as one block for each row instead. */
export function renderText(text: TableText, width = Number.POSITIVE_INFINITY): string {
  const lines = [text.title];
  if (text.warning !== null) lines.push(text.warning);
  const wide = grid(text);
  lines.push('', ...(wide.every((line) => textWidth(line) <= width) ? wide : blocks(text)));
  const notes = [...text.marked.map((note, i) => `[${i + 1}] ${note}`), ...text.notes];
  if (notes.length > 0) lines.push('', ...notes);
  return `${lines.join('\n')}\n`;
}

function grid({ header, rows }: TableText): readonly string[] {
  const head = header.map(({ text }) => text);
  const body = rows.map((cells) => cells.map(cellText));
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => textWidth(row[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => padText(cell, widths[i] ?? 0, header[i]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)];
}

function blocks({ header, rows }: TableText): readonly string[] {
  const names = header.map(({ text }) => text);
  const widest = Math.max(...names.map(textWidth));
  return rows.flatMap((cells, i) => [
    ...(i === 0 ? [] : ['']),
    ...cells.map((cell, j) => `${padText(names[j] ?? '', widest, 'left')}  ${cellText(cell)}`),
  ]);
}

const cellText = ({ text, mark }: TextCell): string => (mark === null ? text : `${text} [${mark}]`);
