/**
 * The convolutions of a network and what each reads, size by size: shared by the arithmetic of counts.ts and by the
 * networks, so that both speak of the same layers. Source: Zoph and Le 2017, section 3.3.
 */
import { fewestFilters, type NasConvForm, poolsOf } from './form.ts';
import type { ConvGenotype, ConvLayer } from './genotype.ts';

/** The size of a tensor [batch, height, width, channels] without its batch. */
export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface NasConvShape {
  /** Filters of a layer that has the fewest of the space; see `widthOf`. */
  readonly initialChannels: number;
  readonly classes: number;
  readonly image: Maps;
}

/** What a convolution reads: the output of an earlier one by its 0-based number, or the image. */
export type Source = number | 'image';

export interface ConvolutionPlan {
  readonly name: string;
  readonly filter: ConvLayer['filter'];
  readonly stride: ConvLayer['stride'];
  /** Maximum pools that came before. */
  readonly pools: number;
  /** Read together: pooled as often as needed, then padded with zeros to the largest, then concatenated. */
  readonly sources: readonly Source[];
  readonly input: Maps;
  readonly output: Maps;
}

export interface NetworkPlan {
  readonly image: Maps;
  readonly convolutions: readonly ConvolutionPlan[];
  /** The convolutions that no other reads, concatenated in the same way for the classifier. */
  readonly outputs: readonly number[];
  readonly pools: number;
  readonly last: Maps;
}

/** The network of these settings for these images. */
export const nasConvShape = (
  { height, width, channels, classes }: Maps & { readonly classes: number },
  { initialChannels }: Pick<NasConvShape, 'initialChannels'>,
): NasConvShape => ({ initialChannels, classes, image: { height, width, channels } });

/**
 * Filters of a layer in a network. `initialChannels` beyond the fewest of the space adds the difference to every layer, as
 * the paper adds 40; less makes every layer narrower in proportion.
 */
export function widthOf(form: NasConvForm, filters: number, initialChannels: number): number {
  const fewest = fewestFilters(form);
  if (initialChannels >= fewest) return filters + initialChannels - fewest;
  return Math.max(1, Math.round((filters * initialChannels) / fewest));
}

/** Halves a size; a row or column that is left over is a window of its own. */
const halved = (size: number, times: number): number =>
  times <= 0 ? size : halved(Math.ceil(size / 2), times - 1);

export function planNetwork(
  form: NasConvForm,
  { layers }: ConvGenotype,
  { image, initialChannels }: NasConvShape,
): NetworkPlan {
  const made: ConvolutionPlan[] = [];
  /** Height, width and channels of all sources together, after so many pools. */
  const join = (sources: readonly Source[], pools: number): Maps => {
    const all = sources.map((source) => {
      const before = source === 'image' ? undefined : made[source];
      const { height, width, channels } = before?.output ?? image;
      const times = pools - (before?.pools ?? 0);
      return { height: halved(height, times), width: halved(width, times), channels };
    });
    return {
      height: Math.max(...all.map(({ height }) => height)),
      width: Math.max(...all.map(({ width }) => width)),
      channels: all.reduce((sum, { channels }) => sum + channels, 0),
    };
  };
  const blockOf = (layer: number): readonly number[] =>
    Array.from({ length: form.convolutions }, (_, c) => layer * form.convolutions + c);
  layers.forEach(({ filter, stride, filters, inputs }, l) => {
    const read: readonly Source[] = inputs.length === 0 ? ['image'] : inputs.flatMap(blockOf);
    blockOf(l).forEach((_, c) => {
      const pools = poolsOf(form, l)[c] ?? 0;
      const sources = [...read, ...blockOf(l).slice(0, c)];
      const input = join(sources, pools);
      const output = {
        height: Math.ceil(input.height / stride[0]),
        width: Math.ceil(input.width / stride[1]),
        channels: widthOf(form, filters, initialChannels),
      };
      const name = form.convolutions === 1 ? `layer_${l}` : `layer_${l}.${c}`;
      made.push({ name, filter, stride, pools, sources, input, output });
    });
  });
  const used = new Set(layers.flatMap(({ inputs }) => inputs));
  const outputs = layers.flatMap((_, l) => (used.has(l) ? [] : blockOf(l)));
  const pools = made.at(-1)?.pools ?? 0;
  return { image, convolutions: made, outputs, pools, last: join(outputs, pools) };
}
