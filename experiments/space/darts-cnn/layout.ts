/**
 * How cells stack into a network: widths, sizes and where it reduces. Shared by the arithmetic of counts.ts and by
 * the networks themselves, so that both speak about the same layers.
 * Source: Liu et al. 2019, sections 2.1 and 3.1.2, and quark0/darts@f276dd3.
 */

import type { EdgeMaps } from './layer-counts.ts';

export interface NetworkShape {
  /** C: channels of the first cell. */
  readonly initialChannels: number;
  /** L: number of cells. */
  readonly layers: number;
  readonly classes: number;
  readonly inputChannels: number;
  readonly height: number;
  readonly width: number;
}

/** The network of these settings for these images. */
export const networkShape = (
  images: {
    readonly classes: number;
    readonly channels: number;
    readonly height: number;
    readonly width: number;
  },
  settings: { readonly initialChannels: number; readonly layers: number },
): NetworkShape => ({
  initialChannels: settings.initialChannels,
  layers: settings.layers,
  classes: images.classes,
  inputChannels: images.channels,
  height: images.height,
  width: images.width,
});

/** `cifar`: one 3x3 convolution to 3C channels. `imagenet`: three strided ones to C channels at an eighth of the size. */
export type StemKind = 'cifar' | 'imagenet';

/** What one cell sees and makes. Sizes are of the cell's first intermediate inputs, before it reduces. */
export interface CellLayout {
  readonly index: number;
  readonly channels: number;
  /** Channels of the outputs of the cell before the previous one, and of the previous one. */
  readonly channelsBefore: readonly [number, number];
  readonly reduction: boolean;
  /** The previous cell reduced, so that the older input is twice as large. */
  readonly afterReduction: boolean;
  readonly height: number;
  readonly width: number;
  /** Of the older input as it comes: the size above, or twice that after a reduction. */
  readonly olderHeight: number;
  readonly olderWidth: number;
  readonly outputChannels: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
}

/** The maps of an edge of the cell that leaves `source`. Only the edges from the two inputs of a reduction stride. */
export function edgeMaps(cell: CellLayout, source: number): EdgeMaps {
  const { channels, outputHeight: height, outputWidth: width } = cell;
  const isStrided = cell.reduction && source < 2;
  return {
    channels,
    inputHeight: isStrided ? cell.height : height,
    inputWidth: isStrided ? cell.width : width,
    height,
    width,
    stride: isStrided ? 2 : 1,
  };
}

/** Multiplier of the CIFAR stem's channels. */
export const stemMultiplier = 3;

const isReduction = (index: number, layers: number): boolean =>
  index === Math.floor(layers / 3) || index === Math.floor((2 * layers) / 3);

/** The cell after which the auxiliary head reads. */
export const auxiliaryCell = (layers: number): number => Math.floor((2 * layers) / 3);

/** Size after a stride of two, with padding that keeps the size at stride one. */
export const halved = (size: number): number => Math.ceil(size / 2);

/** @param multipliers concatenated nodes of a normal and of a reduction cell */
export function layOut(
  shape: NetworkShape,
  multipliers: { readonly normal: number; readonly reduce: number } = { normal: 4, reduce: 4 },
  stem: StemKind = 'cifar',
): readonly CellLayout[] {
  const cells: CellLayout[] = [];
  const downsamplings = stem === 'imagenet' ? 3 : 0;
  const stemChannels = stem === 'imagenet' ? shape.initialChannels : stemMultiplier * shape.initialChannels;
  let channelsBefore: readonly [number, number] = [stemChannels, stemChannels];
  let channels = shape.initialChannels;
  let height = repeatedlyHalved(shape.height, downsamplings);
  let width = repeatedlyHalved(shape.width, downsamplings);
  // After the ImageNet stem the older input is what the second convolution made.
  let olderHeight = repeatedlyHalved(shape.height, Math.max(0, downsamplings - 1));
  let olderWidth = repeatedlyHalved(shape.width, Math.max(0, downsamplings - 1));
  // The older input of the first ImageNet cell is the larger map between the stem's second and third convolution.
  let afterReduction = stem === 'imagenet';
  for (let index = 0; index < shape.layers; index += 1) {
    const reduction = isReduction(index, shape.layers);
    if (reduction) channels *= 2;
    const outputChannels = channels * (reduction ? multipliers.reduce : multipliers.normal);
    const outputHeight = reduction ? halved(height) : height;
    const outputWidth = reduction ? halved(width) : width;
    cells.push({
      index,
      channels,
      channelsBefore,
      reduction,
      afterReduction,
      height,
      width,
      olderHeight,
      olderWidth,
      outputChannels,
      outputHeight,
      outputWidth,
    });
    channelsBefore = [channelsBefore[1], outputChannels];
    [olderHeight, olderWidth] = [height, width];
    [height, width, afterReduction] = [outputHeight, outputWidth, reduction];
  }
  return cells;
}

const repeatedlyHalved = (size: number, times: number): number =>
  times === 0 ? size : repeatedlyHalved(halved(size), times - 1);
