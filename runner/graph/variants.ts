/** A method's matrix expanded: the Cartesian product of its meta-hyperparameter values. */
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import type { MethodEntry } from '../../schemas/manifest.ts';

export interface Variant {
  /** The method's name, followed by `[name=value,...]` when it has a matrix. */
  readonly name: string;
  readonly settings: JsonObject;
}

/** Variants in file order, the last meta-hyperparameter changing fastest. Without a matrix: the method itself. */
export function expandVariants(method: string, entry: MethodEntry): Variant[] {
  const points = cartesianProduct(Object.entries(entry.matrix));
  return points.map((point) => ({
    name:
      point.length === 0
        ? method
        : `${method}[${point.map(([key, value]) => `${key}=${text(value)}`).join(',')}]`,
    settings: { ...entry.settings, ...Object.fromEntries(point) },
  }));
}

type Point = readonly (readonly [string, JsonValue])[];

function cartesianProduct(axes: readonly (readonly [string, readonly JsonValue[]])[]): Point[] {
  return axes.reduce<Point[]>(
    (points, [key, values]) =>
      points.flatMap((point) => values.map((value): Point => [...point, [key, value]])),
    [[]],
  );
}

const text = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
