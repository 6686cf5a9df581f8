/** A report for a README or a pull request: a table that is aligned in its source too. */
import { padText, textWidth } from '../util/text-width.ts';
import { visibleText } from '../util/visible-text.ts';
import { markupNotes, type TableText, type TextCell } from './text-table.ts';

/** @param figure file name of an image that stands above the table, or null. */
export function renderMarkdown(text: TableText, figure: string | null = null): string {
  const parts = [`# ${escapeMarkdown(text.title)}`];
  if (text.warning !== null) parts.push(`**${text.warning}**`);
  if (figure !== null) parts.push(`![${escapeMarkdown(text.title)}](${figure})`);
  parts.push(grid(text));
  const notes = [...text.marked.map((note, i) => `[${i + 1}] ${note}`), ...markupNotes(text)];
  if (notes.length > 0) parts.push(notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function grid({ header, rows }: TableText): string {
  const body = rows.map((cells) => cells.map(cellText));
  const head = header.map((column) => escapeMarkdown(column.text));
  // Three dashes at least: fewer are no table to some readers.
  const widths = head.map((_, i) => Math.max(3, ...[head, ...body].map((row) => textWidth(row[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => padText(cell, widths[i] ?? 0, header[i]?.align ?? 'left')).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    header[i]?.align === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [line(head), line(rule), ...body.map(line)].join('\n');
}

function cellText({ text, mark, bold }: TextCell): string {
  const shown = bold ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
  return mark === null ? shown : `${shown} [${mark}]`;
}

/** Labels come from a manifest; none of their characters may start markup or another cell. */
const escapeMarkdown = (text: string): string =>
  visibleText(text.replace(/\s+/g, ' ')).replace(/[\\`*_|<>#]/g, '\\$&');
