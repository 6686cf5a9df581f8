/** Why a job is not in the store: the fields in which its key material differs from that of a record. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { KeyMaterial } from '../../schemas/record.ts';
import { eachLeaf } from '../util/each-leaf.ts';

export interface FieldDifference {
  /** Dotted path, such as `parameters.training.epochs`. */
  readonly path: string;
  /** JSON text of the value in the record and now; undefined where the field is absent. */
  readonly before: string | undefined;
  readonly now: string | undefined;
}

/** In code-unit order of the paths; empty when the materials are equal. */
export const materialDifference = (before: KeyMaterial, now: KeyMaterial): FieldDifference[] =>
  fieldDifferences(before, now);

/** The same of any two values of nested maps; lists are compared whole. */
export function fieldDifferences(before: object, now: object): FieldDifference[] {
  const a = flatten(before);
  const b = flatten(now);
  const paths = [...new Set([...a.keys(), ...b.keys()])].sort(byCodeUnit);
  return paths
    .map((path) => ({ path, before: a.get(path), now: b.get(path) }))
    .filter((difference) => difference.before !== difference.now);
}

function flatten(value: object): Map<string, string> {
  const texts = new Map<string, string>();
  eachLeaf(value, (path, leaf) => texts.set(path, JSON.stringify(leaf)));
  return texts;
}

/** The record whose material differs in the fewest fields; undefined when there is no record of that kind. */
export function nearestMaterial<T extends { readonly material: KeyMaterial }>(
  records: Iterable<T>,
  now: KeyMaterial,
): { readonly record: T; readonly differences: readonly FieldDifference[] } | undefined {
  let best: { record: T; differences: FieldDifference[] } | undefined;
  for (const record of records) {
    if (record.material.kind !== now.kind) continue;
    const differences = materialDifference(record.material, now);
    if (best === undefined || differences.length < best.differences.length) best = { record, differences };
  }
  return best;
}
