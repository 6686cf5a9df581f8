/**
 * Numbers as text, the same on every machine. `toFixed` rounds the exact binary value to the nearest decimal;
 * only a value exactly halfway goes up. So 1.005, which is stored as slightly less, prints as 1.00.
 */
import type { MetricInfo } from '../../schemas/metrics.ts';
import type { Summary } from '../statistics/summary.ts';
import type { WrittenNumbers } from './settings/shared.ts';

/** Shown where there is no value. */
export const noValue = '–';

/** A value in the unit that the column shows, unrounded. */
export const scaled = (value: number, info: MetricInfo): number => value * (info.scale ?? 1);

export const fixedText = (value: number, info: MetricInfo): string =>
  digitsText(scaled(value, info), info.digits);

/** With this many decimals; never a negative zero. */
export function digitsText(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** `2.85 ± 0.08`, or `2.85` without a standard deviation. */
export function meanText({ mean, std }: Pick<Summary, 'mean' | 'std'>, info: MetricInfo): string {
  if (mean === null) return noValue;
  return `${fixedText(mean, info)}${std === null ? '' : ` ± ${fixedText(std, info)}`}`;
}

/** The same of a difference, whose sign is always written: `-0.31 ± 0.12`. */
export function differenceText(difference: Pick<Summary, 'mean' | 'std'>, info: MetricInfo): string {
  const isAbove = difference.mean !== null && Number(fixedText(difference.mean, info)) > 0;
  return `${isAbove ? '+' : ''}${meanText(difference, info)}`;
}

/** A p-value with three decimals. */
export const probabilityText = (p: number): string => (p < 0.001 ? '<0.001' : digitsText(p, 3));

/** `3.00` is not `3`: its digits say how exactly it is known. */
export function asWritten(
  value: number | undefined,
  written: WrittenNumbers | undefined,
  field: string,
): string | undefined {
  if (value === undefined) return undefined;
  return written && Object.hasOwn(written, field) ? written[field] : String(value);
}

export const countText = (n: number | undefined): string => (n === undefined ? '' : ` (n=${n})`);
