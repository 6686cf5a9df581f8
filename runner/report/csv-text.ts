import { visibleLines } from '../util/visible-text.ts';

/** An empty field means that there is no such number or text. */
export type CsvField = string | number | null | undefined;

/** Lines of comma-separated values (RFC 4180, but for the line ends). */
export const csvText = (lines: readonly (readonly CsvField[])[]): string =>
  `${lines.map((fields) => fields.map(fieldText).join(',')).join('\n')}\n`;

function fieldText(field: CsvField): string {
  const text = typeof field === 'string' ? visibleLines(field) : String(field ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
