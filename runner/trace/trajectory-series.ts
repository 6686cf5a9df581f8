/** The numbers of a trajectory that tell most of a job at a glance: for each phase one field, with its best. */
import type { JsonObject } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';

export interface TrajectorySeries {
  /** `null` for lines without a phase. */
  readonly phase: string | null;
  /** Dotted name of the field. Lower is better in each of those that are chosen. */
  readonly field: string;
  readonly values: readonly number[];
  /** The lowest, and in which line of the phase, from 1. */
  readonly best: { readonly value: number; readonly line: number };
}

/** What a job is judged by, the most telling first. */
const telling: readonly RegExp[] = [
  /^validation\.?errorPercent$/i,
  /^errorPercent$/,
  /^validation\.?perplexity$/i,
  /perplexity$/i,
  /errorPercent$/i,
  /^validation\.?loss$/i,
  /loss$/i,
];

/** In the order in which the phases begin; phases without such a number are left out. */
export function trajectorySeries(lines: readonly JsonObject[]): readonly TrajectorySeries[] {
  const phases = new Map<string | null, JsonObject[]>();
  for (const line of lines) {
    const phase = typeof line['phase'] === 'string' ? line['phase'] : null;
    const known = phases.get(phase);
    if (known === undefined) phases.set(phase, [line]);
    else known.push(line);
  }
  return [...phases].flatMap(([phase, those]) => seriesOf(phase, those) ?? []);
}

function seriesOf(phase: string | null, lines: readonly JsonObject[]): TrajectorySeries | undefined {
  const numbers = lines.map((line) => numbersOf(line));
  const fields = new Set(numbers.flatMap((line) => [...line.keys()]));
  const field = telling.flatMap((pattern) => [...fields].filter((name) => pattern.test(name)))[0];
  if (field === undefined) return undefined;
  const values = numbers.flatMap((line) => line.get(field) ?? []);
  const value = values.reduce((low, each) => Math.min(low, each), Number.POSITIVE_INFINITY);
  return { phase, field, values, best: { value, line: values.indexOf(value) + 1 } };
}

function numbersOf(line: JsonObject, prefix = ''): Map<string, number> {
  const found = new Map<string, number>();
  for (const [key, value] of Object.entries(line)) {
    if (typeof value === 'number') found.set(`${prefix}${key}`, value);
    else if (isJsonObject(value)) {
      for (const [name, number] of numbersOf(value, `${prefix}${key}.`)) found.set(name, number);
    }
  }
  return found;
}

export interface Trials {
  /** Architectures or settings that were trained or scored. */
  readonly count: number;
  readonly best: number | null;
  readonly field: string | null;
}

/** @param architectures that the search says to have tried; a trajectory need not have a line of each. */
export function trialsOf(lines: readonly JsonObject[], architectures: number): Trials {
  const series = trajectorySeries(lines);
  const judged = ['score', 'incumbent'].flatMap((name) => series.filter(({ phase }) => phase === name))[0];
  return { count: architectures, best: judged?.best.value ?? null, field: judged?.field ?? null };
}

const blocks = '▁▂▃▄▅▆▇█';
const widest = 40;

/** A line of blocks, each the mean of its share of the values; low values are low blocks. */
export function sparkline(values: readonly number[]): string {
  const width = Math.min(values.length, widest);
  const shares = Array.from({ length: width }, (_, i) => {
    const share = values.slice(
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    );
    return share.reduce((sum, value) => sum + value, 0) / share.length;
  });
  const low = shares.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = shares.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const step = high > low ? (high - low) / (blocks.length - 1) : 1;
  return shares.map((value) => blocks[Math.round((value - low) / step)] ?? '').join('');
}
