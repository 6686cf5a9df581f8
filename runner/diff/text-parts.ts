/** Pieces of the text of a comparison. */
import type { MetricDifference, ValueDifference } from '../../schemas/diff.ts';
import { counted } from '../util/counted.ts';

/** Such as `2 files, 1 package differ`; undefined without any. */
export function differText(counts: Readonly<Record<string, number>>): string | undefined {
  const parts = Object.entries(counts).filter(([, n]) => n > 0);
  const [only] = parts;
  if (only === undefined) return undefined;
  const verb = parts.length === 1 && only[1] === 1 ? 'differs' : 'differ';
  return `${parts.map(([what, n]) => counted(n, what)).join(', ')} ${verb}`;
}

const mostLines = 8;

/** One item a line, below what it belongs to. */
export function lines(items: readonly string[], indent = '  '): string {
  const more = items.length - mostLines;
  const shown = items.slice(0, mostLines).map((item) => `${indent}${item}\n`);
  return `${shown.join('')}${more > 0 ? `${indent}and ${more} more; --json lists all\n` : ''}`;
}

const longest = 100;
const id = /^"?([0-9a-f]{40,64})"?$/;

/** Ids of git and digests are told apart by their beginnings. */
function valueText(value: string | null): string {
  if (value === null) return 'nothing';
  const [, digits] = id.exec(value) ?? [];
  if (digits !== undefined) return digits.slice(0, 12);
  return value.length > longest ? `${value.slice(0, longest - 1)}…` : value;
}

export const valueLine = ({ name, a, b }: Pick<ValueDifference, 'name' | 'a' | 'b'>): string =>
  `${name}: ${valueText(a)} -> ${valueText(b)}`;

/** Both values and how far apart they are, with the digits that a double needs. */
export function measuredText({ a, b, difference }: Pick<MetricDifference, 'a' | 'b' | 'difference'>): string {
  const apart =
    difference === null ? '' : ` (${difference > 0 ? '+' : ''}${Number(difference.toPrecision(6))})`;
  return `${a ?? 'nothing'} -> ${b ?? 'nothing'}${apart}`;
}
