/**
 * How NASNet cells stack into a network. Sources: Zoph et al. 2018, section 3 and figure 2; tensorflow/models@03cdc5f,
 * research/slim/nets/nasnet/nasnet.py, whose names the cells have.
 */
import { type CellKind, cellOf, type NasnetGenotype } from './genotype.ts';
import { type CellPlan, type Maps, planCell } from './plan-cell.ts';

export interface NasnetShape {
  /** Channels of the operations of the first normal cell: F of `N @ F` is 24 times as many for NASNet-A. */
  readonly initialChannels: number;
  /** Normal cells: 3N. Reductions come on top, before the second and the last third. */
  readonly layers: number;
  readonly classes: number;
  readonly image: Maps;
}

/**
 * `cifar`: a 3x3 convolution that keeps the size. `imagenet`: one that halves it without padding, then two reduction
 * cells of a quarter and half of the channels.
 */
export type StemKind = 'cifar' | 'imagenet';

export interface NetworkPlan {
  readonly stem: Maps;
  /** In order, those of a stem first. */
  readonly cells: readonly CellPlan[];
  /** Index of the cell whose output the auxiliary head reads: the last one before the second reduction. */
  readonly auxiliaryCell: number;
  readonly last: Maps;
}

/** The network of these settings for these images. */
export const nasnetShape = (
  { classes, ...image }: Maps & { readonly classes: number },
  { initialChannels, layers }: Pick<NasnetShape, 'initialChannels' | 'layers'>,
): NasnetShape => ({
  ...{ initialChannels, layers, classes },
  image: { height: image.height, width: image.width, channels: image.channels },
});

/** The normal cells before which a reduction comes. */
const reductionsBefore = (layers: number): readonly [number, number] => [
  Math.floor(layers / 3),
  Math.floor((2 * layers) / 3),
];

export function stemMaps({ image, initialChannels }: NasnetShape, stem: StemKind): Maps {
  if (stem === 'cifar') return { ...image, channels: 3 * initialChannels };
  const unpadded = (size: number): number => Math.floor((size - 3) / 2) + 1;
  return {
    height: unpadded(image.height),
    width: unpadded(image.width),
    channels: imagenetStemChannels(initialChannels),
  };
}

/** 32 in the released mobile network (44 channels), 96 in the large one (168). Where it changes between them is ours. */
const imagenetStemChannels = (initialChannels: number): number => (initialChannels < 96 ? 32 : 96);

export function planNetwork(genotype: NasnetGenotype, shape: NasnetShape, stem: StemKind): NetworkPlan {
  const first = stemMaps(shape, stem);
  const cells: CellPlan[] = [];
  const outputs: (Maps | null)[] = [null, first];
  const add = (name: string, kind: CellKind, channels: number): void => {
    const [previous = null, current = null] = outputs.slice(-2);
    const place = { name, number: cells.length, channels, current: current ?? first, previous };
    const cell = planCell(cellOf(genotype, kind), { ...place, stride: kind === 'reduce' ? 2 : 1 });
    cells.push(cell);
    outputs.push(cell.output);
  };
  if (stem === 'imagenet') {
    add('cell_stem_0', 'reduce', Math.floor(shape.initialChannels / 4));
    add('cell_stem_1', 'reduce', Math.floor(shape.initialChannels / 2));
  }
  const reductions = reductionsBefore(shape.layers);
  let channels = shape.initialChannels;
  let auxiliaryCell = 0;
  for (let layer = 0; layer < shape.layers; layer += 1) {
    if (layer === reductions[1]) auxiliaryCell = cells.length - 1;
    if (reductions.includes(layer)) {
      channels *= 2;
      add(`reduction_cell_${reductions.indexOf(layer)}`, 'reduce', channels);
    }
    add(`cell_${layer}`, 'normal', channels);
  }
  return { stem: first, cells, auxiliaryCell, last: outputs.at(-1) ?? first };
}
