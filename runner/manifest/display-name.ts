/** The points of a method's matrix, and what the variant at each is called. */
import type { JsonValue } from '../../schemas/json.ts';
import type { MethodEntry } from '../../schemas/manifest.ts';

export type MatrixPoint = readonly (readonly [string, JsonValue])[];

/** The Cartesian product, the last name changing fastest. */
export function matrixPoints(axes: readonly (readonly [string, readonly JsonValue[]])[]): MatrixPoint[] {
  return axes.reduce<MatrixPoint[]>(
    (points, [key, values]) =>
      points.flatMap((point) => values.map((value): MatrixPoint => [...point, [key, value]])),
    [[]],
  );
}

/** A value as names of variants and keys of `valueLabels` write it. */
export const valueText = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export function variantName(
  method: string,
  point: MatrixPoint,
  shown: (value: JsonValue, key: string) => string,
) {
  const pairs = point.map(([key, value]) => `${key}=${shown(value, key)}`);
  return pairs.length === 0 ? method : `${method}[${pairs.join(',')}]`;
}

/** `{key}` in a label stands for a value of the matrix; a label without any is followed by all of them. */
export function displayName(
  method: string,
  { label, valueLabels }: Pick<MethodEntry, 'label' | 'valueLabels'>,
  point: MatrixPoint,
): string {
  const shown = (value: JsonValue, key: string) => valueLabels[key]?.[valueText(value)] ?? valueText(value);
  if (label === null) return variantName(method, point, shown);
  const keys = point.filter(([key]) => label.includes(`{${key}}`));
  if (keys.length === 0 && point.length > 0) {
    return `${label}, ${point.map(([key, value]) => `${key} ${shown(value, key)}`).join(', ')}`;
  }
  return keys.reduce((filled, [key, value]) => filled.replaceAll(`{${key}}`, () => shown(value, key)), label);
}
