/** A method's matrix expanded: the Cartesian product of the values that it lists. */
import type { JsonObject } from '../../schemas/json.ts';
import type { MethodEntry, ResolvedManifest } from '../../schemas/manifest.ts';
import {
  displayName,
  type MatrixPoint,
  matrixPoints,
  valueText,
  variantName,
} from '../manifest/display-name.ts';
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
  return matrixPoints(Object.entries(entry.matrix)).map((point) => ({
    name: variantName(method, point, valueText),
    displayName: displayName(method, entry, point),
    ...settingsAt(manifest, entry, point),
  }));
}

function settingsAt(manifest: ResolvedManifest, entry: MethodEntry, point: MatrixPoint) {
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
