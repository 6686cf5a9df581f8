/** Lines of comma-separated values, for scripts and spreadsheets. */
import { visibleLines } from '../util/visible-text.ts';

/** An empty field means that there is no such number or text. */
export type CsvField = string | number | null | undefined;

/** Lines of comma-separated values (RFC 4180, but for the line ends). */
export const csvText = (lines: readonly (readonly CsvField[])[]): string =>
  `${lines.map((fields) => fields.map(fieldText).join(',')).join('\n')}\n`;

function fieldText(field: CsvField): string {
  const text = typeof field === 'string' ? unexecuted(visibleLines(field)) : String(field ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet takes what begins so for a formula, and would compute it; after an apostrophe it is text. */
const unexecuted = (text: string): string => (/^[=+\-@\t]/.test(text) && !isNumber(text) ? `'${text}` : text);

const isNumber = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
