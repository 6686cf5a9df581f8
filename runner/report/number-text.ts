/**
 * Numbers as text, the same on every machine. `toFixed` rounds the exact binary value to the nearest decimal;
 * only a value exactly halfway goes up. So 1.005, which is stored as slightly less, prints as 1.00.
 */
import type { MetricInfo } from '../../schemas/metrics.ts';
import type { WrittenNumbers } from './settings/shared.ts';
import type { Summary } from './statistics.ts';

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

/** `-0.31 ± 0.12`, the sign always written, or `+0.05` without a standard deviation. */
export function differenceText({ mean, std }: Pick<Summary, 'mean' | 'std'>, info: MetricInfo): string {
  if (mean === null) return noValue;
  const center = fixedText(mean, info);
  const spread = std === null ? '' : ` ± ${fixedText(std, info)}`;
  return `${Number(center) > 0 ? '+' : ''}${center}${spread}`;
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
