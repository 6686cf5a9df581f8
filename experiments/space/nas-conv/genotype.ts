/** Convolutional networks as layers with connections to earlier ones: what a value must be to name one. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import type { Sha256 } from '../../../schemas/ids.ts';
import { canonicalGraph } from './canonical-graph.ts';
import { type NasConvForm, poolsOf, sides } from './form.ts';

export interface ConvLayer {
  readonly filter: readonly [height: number, width: number];
  readonly stride: readonly [height: number, width: number];
  readonly filters: number;
  /** 0-based numbers of earlier layers, rising. The image where there is none. */
  readonly inputs: readonly number[];
}

export interface ConvGenotype {
  readonly layers: readonly ConvLayer[];
}

/** Where pools lie is told by the number of a layer, and belongs to what the layer is. */
const labelOf = (
  form: NasConvForm,
  { filter, stride, filters }: ConvLayer,
  layer: number,
): readonly number[] => [...filter, ...stride, filters, ...poolsOf(form, layer)];

/**
 * SHA-256 of a form that no order of the layers changes: layers that do not feed each other and lie between the same pools
 * may be numbered either way.
 */
export function genotypeId(form: NasConvForm, { layers }: ConvGenotype): Sha256 {
  const graph = canonicalGraph(
    layers.map((layer, l) => labelOf(form, layer, l)),
    layers.map(({ inputs }) => inputs),
  );
  return canonicalDigest({ space: form.name, ...graph });
}

/** What keeps a value from being an architecture of the space. */
export function genotypeProblems(form: NasConvForm, value: unknown): readonly string[] {
  const layers: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'layers');
  if (!Array.isArray(layers) || layers.length === 0 || layers.length > form.mostLayers) {
    return [`layers: expected a list of 1 to ${form.mostLayers} layers`];
  }
  return layers.flatMap((layer: unknown, l) => layerProblems(form, `layers[${l}]`, layer, l));
}

function layerProblems(form: NasConvForm, place: string, layer: unknown, index: number): readonly string[] {
  if (typeof layer !== 'object' || layer === null) return [`${place}: expected a layer`];
  const { filter, stride, filters, inputs } = layer as Record<string, unknown>;
  return [
    ...pairProblems(`${place}.filter`, filter, sides),
    ...pairProblems(`${place}.stride`, stride, form.strides),
    ...(form.filters.includes(filters as number)
      ? []
      : [`${place}.filters: expected one of ${form.filters.join(', ')}, got \`${String(filters)}\``]),
    ...(isRising(inputs, index) ? [] : [`${place}.inputs: expected rising numbers of layers below ${index}`]),
  ];
}

function pairProblems(place: string, pair: unknown, among: readonly number[]): readonly string[] {
  const isPair = Array.isArray(pair) && pair.length === 2 && pair.every((side) => among.includes(side));
  return isPair ? [] : [`${place}: expected two of ${among.join(', ')}`];
}

/** Different integers in [0, below), rising. */
export const isRising = (values: unknown, below: number): values is readonly number[] =>
  Array.isArray(values) &&
  values.every(
    (value, i) => Number.isInteger(value) && value > (i === 0 ? -1 : values[i - 1]) && value < below,
  );
