/** A method's matrix expanded: the Cartesian product of the values that it lists. */
import type { JsonObject, JsonValue } from '../../schemas/json.ts';
import type { MethodEntry, ResolvedManifest } from '../../schemas/manifest.ts';
import { matrixPath, type VariedPart, withValueAt } from '../manifest/matrix-paths.ts';

export interface Variant {
  /** The method's name, followed by `[name=value,...]` when it has a matrix. */
  readonly name: string;
  /** What people read in its place: the manifest's `label`, its placeholders filled in. */
  readonly displayName: string;
  /** The manifest in which this is the only variant of the method: its settings, and what the matrix puts elsewhere. */
  readonly manifest: Pick<ResolvedManifest, VariedPart | 'engine'>;
  readonly settings: JsonObject;
}

/** Variants in file order, the last name of the matrix changing fastest. Without a matrix: the method itself. */
export function expandVariants(manifest: ResolvedManifest, method: string, entry: MethodEntry): Variant[] {
  return cartesianProduct(Object.entries(entry.matrix)).map((point) => ({
    name: variantName(method, point, text),
    displayName: displayName(method, entry, point),
    ...settingsAt(manifest, entry, point),
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

function settingsAt(manifest: ResolvedManifest, entry: MethodEntry, point: Point) {
  const { task, space, stages } = manifest;
  const varied = { task, space, stages, settings: entry.settings } as unknown as Varied;
  for (const [key, value] of point) {
    const { part, path } = matrixPath(key);
    const name = part ?? 'settings';
    varied[name] = withValueAt(varied[name], path, value);
  }
  const { settings, ...parts } = varied;
  // Loading has checked the manifest with each of these values in its place.
  return { settings, manifest: { engine: manifest.engine, ...(parts as unknown as Parts) } };
}

type Parts = Pick<ResolvedManifest, VariedPart>;
type Varied = Record<VariedPart | 'settings', JsonObject>;

const text = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

function variantName(method: string, point: Point, valueText: (value: JsonValue, key: string) => string) {
  const pairs = point.map(([key, value]) => `${key}=${valueText(value, key)}`);
  return pairs.length === 0 ? method : `${method}[${pairs.join(',')}]`;
}

/** `{key}` in a label stands for a value of the matrix; a label without any is followed by all of them. */
function displayName(method: string, { label, valueLabels }: MethodEntry, point: Point): string {
  const shown = (value: JsonValue, key: string) => valueLabels[key]?.[text(value)] ?? text(value);
  if (label === null) return variantName(method, point, shown);
  const keys = point.filter(([key]) => label.includes(`{${key}}`));
  if (keys.length === 0 && point.length > 0) {
    return `${label}, ${point.map(([key, value]) => `${key} ${shown(value, key)}`).join(', ')}`;
  }
  return keys.reduce((filled, [key, value]) => filled.replaceAll(`{${key}}`, () => shown(value, key)), label);
}
