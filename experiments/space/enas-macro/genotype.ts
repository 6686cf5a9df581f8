/**
 * An architecture of the ENAS macro space as plain data, and what a value must be to name one.
 *
 * Maps are numbered as the released code stores them: 0 is the stem's, j that of layer j, counted from 1. The operation of
 * layer j always reads map j - 1, the newest; its skip connections are any of the maps before that one.
 */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { isOperation, type Operation, operations } from './operations.ts';

export interface MacroLayer {
  readonly operation: Operation;
  /** Rising. */
  readonly skips: readonly number[];
}

export interface MacroGenotype {
  readonly layers: readonly MacroLayer[];
}

/** Every difference is another network. */
export const genotypeId = ({ layers }: MacroGenotype): Sha256 =>
  canonicalDigest({
    space: 'enas-macro',
    genotype: layers.map(({ operation, skips }) => ({ operation, skips: [...skips] })),
  });

/** Skip connections that layers may have: one for each pair of a layer and a map before the one that it reads anyway. */
export const skipCount = (layers: number): number => (layers * (layers - 1)) / 2;

/** What keeps a value from being an architecture of so many layers. */
export function genotypeProblems(value: unknown, count: number): readonly string[] {
  const layers = typeof value === 'object' && value !== null && 'layers' in value ? value.layers : undefined;
  if (!Array.isArray(layers)) return ['Expected an object with `layers`'];
  if (layers.length !== count) return [`layers: expected ${count}, got ${layers.length}`];
  return layers.flatMap((layer: unknown, i) => layerProblems(`layers[${i}]`, layer, i));
}

function layerProblems(place: string, layer: unknown, index: number): readonly string[] {
  if (typeof layer !== 'object' || layer === null) return [`${place}: expected a layer`];
  const { operation, skips } = layer as Record<string, unknown>;
  return [
    ...(isOperation(operation)
      ? []
      : [
          `${place}.operation: expected an operation of ${operations.join(', ')}, got \`${String(operation)}\``,
        ]),
    ...(areSkips(skips, index)
      ? []
      : [
          `${place}.skips: expected ${index === 0 ? 'none' : `different maps in [0, ${index - 1}], rising`}, got \`${String(skips)}\``,
        ]),
  ];
}

/** @param index 0-based number of the layer, which has as many maps to choose from */
const areSkips = (skips: unknown, index: number): boolean =>
  Array.isArray(skips) &&
  skips.every(
    (map, i) => Number.isInteger(map) && map >= 0 && map < index && (i === 0 || map > skips[i - 1]),
  );
