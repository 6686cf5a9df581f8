/** The numbers of a curve, for scripts and programs. */
import { type Static, Type } from '@sinclair/typebox';
import { canonicalJson } from '../../../../schemas/canonical.ts';
import { contract, exact } from '../../../../schemas/contract.ts';
import { csvText } from '../../csv-text.ts';
import {
  countSchema,
  jobFields,
  missingJson,
  missingSchema,
  numberOrNull,
  text,
  textOrNull,
} from '../../data-parts.ts';
import { fieldInfo } from '../../settings/label.ts';
import type { Curve } from './curve.ts';

const oneOf = (...words: readonly string[]) => Type.Union(words.map((word) => Type.Literal(word)));

const axisSchema = exact({
  ...{ field: text, label: text, scaleType: oneOf('linear', 'log'), unit: text, scale: Type.Number() },
});

/** Numbers in the fields' own units. */
const lineSchema = exact({
  ...{ label: text, method: text },
  points: Type.Array(
    exact({ x: Type.Number(), y: Type.Number(), low: numberOrNull, high: numberOrNull, n: countSchema }),
  ),
  runs: Type.Array(exact(jobFields)),
  missing: missingSchema,
});

const curveSchema = exact({
  ...{ formatVersion: Type.Literal(1), kind: Type.Literal('curve'), name: text, title: text },
  ...{ stage: text, phase: textOrNull, aggregate: oneOf('mean', 'median') },
  ...{ bestSoFar: oneOf('off', 'lowest', 'highest'), step: Type.Boolean() },
  /** Without it, a sample standard deviation. */
  spread: Type.Optional(oneOf('deviation', 'standard-error', 'interval')),
  window: Type.Optional(countSchema),
  ...{ x: axisSchema, y: axisSchema, rows: Type.Array(lineSchema) },
});

export const curveData = contract('curve', curveSchema);
export type CurveData = Static<typeof curveSchema>;
export type CurveDataLine = Static<typeof lineSchema>;

/** One line for each point, in the units of the axes. */
export function renderCurveCsv({ settings, lines }: Curve): string {
  const [x, y] = [fieldInfo(settings.x), fieldInfo(settings.y)];
  const [scaleX, scaleY] = [x.scale ?? 1, y.scale ?? 1];
  const inUnit = (value: number | null) => (value === null ? null : value * scaleY);
  const header = ['row', 'method', 'x', 'xUnit', 'y', 'low', 'high', 'yUnit', 'n', 'dirty'];
  const rows = lines.flatMap(({ label, method, points, runs }) => {
    const dirty = runs.some((run) => run.dirty) ? 'dirty' : '';
    return points.map((point) => [
      ...[label, method, point.x * scaleX, x.unit],
      ...[inUnit(point.y), inUnit(point.low), inUnit(point.high), y.unit, point.n, dirty],
    ]);
  });
  return csvText([header, ...rows]);
}

export function renderCurveJson({ name, settings, lines }: Curve): string {
  const { kind, title, stage, phase, aggregate, spread, bestSoFar, step, window } = settings;
  const axis = (field: string, label: string, scale: string) => {
    const info = fieldInfo(field);
    return { field, label, scaleType: scale, unit: info.unit, scale: info.scale ?? 1 };
  };
  const rows = lines.map(({ label, method, runs, missing, points }) => ({
    ...{ label, method, points },
    runs: runs.map(({ seed, seedSet, jobKey }) => ({ seed, seedSet, jobKey })),
    missing: missing.map(missingJson),
  }));
  return `${canonicalJson({
    ...{ formatVersion: 1, kind, name, title, stage, phase, aggregate, bestSoFar, step },
    ...(spread === 'deviation' ? {} : { spread }),
    ...(window === undefined ? {} : { window }),
    x: axis(settings.x, settings.xLabel, settings.xScale),
    y: axis(settings.y, settings.yLabel, settings.yScale),
    rows,
  })}\n`;
}

export function renderCurveProvenance({ name, dirty, lines }: Curve): string {
  const rows = lines.map(({ label, runs }) => ({
    row: label,
    runs: runs.map(({ points: _, ...source }) => source),
  }));
  return `${canonicalJson({ formatVersion: 1, name, dirty, rows })}\n`;
}
