/** An axis of a chart: from numbers to places, and the numbers that are written along it. */

export type Scale = (value: number) => number;

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly number[];
  /** Whether it has a place for the value. */
  readonly isShown: (value: number) => boolean;
}

/** Equal ends would be a line of no length. */
export function axis(values: readonly number[], isLog: boolean, from: number, until: number): Axis {
  const place = (value: number): number => (isLog ? Math.log10(value) : value);
  const shown = values.filter((value) => Number.isFinite(place(value)));
  const low = shown.reduce((least, value) => Math.min(least, place(value)), Number.POSITIVE_INFINITY);
  const high = shown.reduce((most, value) => Math.max(most, place(value)), Number.NEGATIVE_INFINITY);
  const [first, last] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  const scale: Scale = (value) => from + ((place(value) - first) / (last - first)) * (until - from);
  const least = shown.every(Number.isInteger) ? 1 : 0;
  const ticks = isLog ? logTicks(first, last) : linearTicks(first, last, least);
  return { scale, ticks, isShown: (value: number) => Number.isFinite(place(value)) };
}

/** @param least between two of them, such as one where all values are whole. */
function linearTicks(first: number, last: number, least: number): number[] {
  const raw = Math.max(least, (last - first) / 5);
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * size).find((each) => each >= raw) ?? raw;
  const begin = Math.ceil(first / step);
  return Array.from({ length: Math.floor(last / step) - begin + 1 }, (_, i) => (begin + i) * step);
}

function logTicks(first: number, last: number): number[] {
  const whole = Array.from(
    { length: Math.floor(last) - Math.ceil(first) + 1 },
    (_, i) => 10 ** (Math.ceil(first) + i),
  );
  return whole.length >= 2 ? whole : [10 ** first, 10 ** ((first + last) / 2), 10 ** last];
}
