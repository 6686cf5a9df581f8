/** Numbers out of the lines of a job's `trajectory.jsonl`. */
import type { JsonObject, JsonValue } from '../../../../schemas/json.ts';
import { isJsonObject } from '../../../../schemas/manifest.ts';
import type { CurvePoint } from './curve.ts';
import type { CurveReport } from './settings.ts';

export type TrajectorySettings = Pick<CurveReport, 'phase' | 'x' | 'y'>;

/** Why a trajectory gives no point. */
export type NoPoints =
  | { readonly reason: 'no-such-phase'; readonly phase: string; readonly found: readonly string[] }
  /** No line of the phase has both numbers; `found` are the numbers that its lines have. */
  | { readonly reason: 'no-such-field'; readonly field: string; readonly found: readonly string[] }
  /** The lines that have x are not those that have y. */
  | { readonly reason: 'never-together' };

/** The points of the lines that have both numbers, in file order; never an empty list. */
export function trajectoryPoints(
  lines: readonly JsonObject[],
  { phase, x, y }: TrajectorySettings,
): readonly CurvePoint[] | NoPoints {
  const chosen = phase === null ? lines : lines.filter((line) => line['phase'] === phase);
  if (phase !== null && chosen.length === 0) {
    return { reason: 'no-such-phase', phase, found: distinct(lines.map((line) => line['phase'])) };
  }
  const points = chosen.flatMap((line): CurvePoint[] => {
    const [atX, atY] = [numberAt(line, x), numberAt(line, y)];
    return atX === undefined || atY === undefined ? [] : [{ x: atX, y: atY }];
  });
  if (points.length > 0) return points;
  const found = distinct(chosen.flatMap((line) => numericFields(line)));
  const field = [x, y].find((name) => !found.includes(name));
  return field === undefined ? { reason: 'never-together' } : { reason: 'no-such-field', field, found };
}

function numberAt(line: JsonObject, field: string): number | undefined {
  const value = field
    .split('.')
    .reduce<JsonValue | undefined>(
      (at, key) => (isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
      line,
    );
  return typeof value === 'number' ? value : undefined;
}

function numericFields(line: JsonObject, prefix = ''): string[] {
  return Object.entries(line).flatMap(([key, value]) => {
    if (isJsonObject(value)) return numericFields(value, `${prefix}${key}.`);
    return typeof value === 'number' ? [`${prefix}${key}`] : [];
  });
}

/** The texts among the values, each once, in order of appearance. */
const distinct = (values: readonly (JsonValue | undefined)[]): string[] => [
  ...new Set(values.filter((value) => typeof value === 'string')),
];
