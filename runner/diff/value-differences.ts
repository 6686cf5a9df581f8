/** Where two maps differ, in code-unit order of their names. */
import { byCodeUnit, canonicalJson } from '../../schemas/canonical.ts';
import type { MetricDifference, ValueDifference } from '../../schemas/diff.ts';
import type { JsonValue } from '../../schemas/json.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import { fieldDifferences } from '../graph/material-difference.ts';
import type { Known } from './evidence-view.ts';

type Values = Readonly<Record<string, string>>;

export function mapDifferences(a: Values, b: Values): ValueDifference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(byCodeUnit);
  return names
    .map((name) => ({ name, a: own(a, name), b: own(b, name) }))
    .filter((each) => each.a !== each.b);
}

/** None where one of the two does not tell. */
export const knownDifferences = (a: Known<Values>, b: Known<Values>): ValueDifference[] =>
  'value' in a && 'value' in b ? mapDifferences(a.value, b.value) : [];

export const tellTheSame = (a: Known<Values>, b: Known<Values>): boolean =>
  'value' in a && 'value' in b && knownDifferences(a, b).length === 0;

/** The fields of two values of nested maps, values as JSON text; whatever their fields are sorted by. */
export const fieldValues = (a: object, b: object): ValueDifference[] =>
  fieldDifferences(comparable(a), comparable(b)).map(({ path, before, now }) => ({
    ...{ name: path, a: before ?? null, b: now ?? null },
  }));

/** Canonical, and lists of maps as maps by place, so that one field of one of them is told and not the whole list. */
const comparable = (value: object): object =>
  JSON.parse(canonicalJson(value), (_, item: unknown) =>
    Array.isArray(item) && item.some((each) => typeof each === 'object' && each !== null)
      ? Object.fromEntries(item.map((each, i) => [`[${i}]`, each]))
      : item,
  );

/** Each number that differs, by its dotted name; null stands for a job that measures nothing. */
export const metricDifferences = (a: JsonValue, b: JsonValue): MetricDifference[] =>
  fieldDifferences(isJsonObject(a) ? a : {}, isJsonObject(b) ? b : {}).map(({ path, before, now }) => ({
    name: path,
    ...measuredPair(measured(before), measured(now)),
  }));

type Measured = MetricDifference['a'];

export const measuredPair = (a: Measured, b: Measured) => ({
  ...{ a, b },
  difference: typeof a === 'number' && typeof b === 'number' ? b - a : null,
});

/** @param text JSON; undefined where there is none. */
function measured(text: string | undefined): Measured {
  const value: unknown = text === undefined ? null : JSON.parse(text);
  return typeof value === 'number' || typeof value === 'string' || value === null ? value : (text ?? null);
}

/** A field of the object itself: names come from files, and `constructor` is one. */
const own = (map: Values, name: string): string | null =>
  Object.hasOwn(map, name) ? (map[name] ?? null) : null;
