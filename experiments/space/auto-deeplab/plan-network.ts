/**
 * How the cells of a path stack into the network that is trained from scratch, with the sizes of all maps. Sources: Liu et al. 2019
 * (Auto-DeepLab), sections 3.2 and 4; tensorflow/models, research/deeplab/core (nas_network.py, nas_cell.py).
 */
import type { AutoDeepLabGenotype } from './genotype.ts';
import { levelOf } from './trellis.ts';

export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Widths that a small machine cuts; the defaults of the settings are those of the paper. */
export interface SegmentationShape {
  /** F: channels of each operation at stride 4; they double with the stride. */
  readonly filters: number;
  /** Of the first two convolutions of the stem; the third has twice as many. 64 in the released code. */
  readonly stemChannels: number;
  /** Of the pyramid and the decoder, 256; a sixteenth of three times as many (48) of its low-level features. */
  readonly headChannels: number;
  readonly classes: number;
  readonly image: Maps;
}

export interface CellPlan {
  /** 0-based. */
  readonly layer: number;
  readonly level: number;
  /** Channels of each operation. */
  readonly width: number;
  /** Output of the layer before, and of the one before that; the second map of the stem in the first layer. */
  readonly current: Maps;
  readonly older: Maps;
  /** Size of the two inputs inside the cell: `current`, or twice that on the way to a finer map. */
  readonly inside: Maps;
  /** Whether operations on the two inputs halve the size. */
  readonly halves: boolean;
  /** All blocks. */
  readonly output: Maps;
}

export interface NetworkPlan {
  /** After the second and the third convolution. */
  readonly stem: readonly [Maps, Maps];
  readonly cells: readonly CellPlan[];
  /** The cell whose output the decoder joins: the third. */
  readonly lowLevelCell: number;
  readonly lowLevel: Maps;
  readonly last: Maps;
  /** Rate of the three atrous convolutions of the pyramid: 6, 12 and 18 times 16 / stride, as in DeepLabv3+. */
  readonly rates: readonly number[];
  /** Channels of the low-level features in the decoder. */
  readonly lowLevelChannels: number;
}

const halved = (size: number): number => Math.ceil(size / 2);

/** Of maps at stride 4, 8, 16 or 32: an odd size is halved upwards. */
export function mapsAt(
  { height, width }: Pick<Maps, 'height' | 'width'>,
  level: number,
  channels: number,
): Maps {
  let [rows, columns] = [height, width];
  for (let i = 0; i < level + 2; i += 1) [rows, columns] = [halved(rows), halved(columns)];
  return { height: rows, width: columns, channels };
}

export function planNetwork(genotype: AutoDeepLabGenotype, shape: SegmentationShape): NetworkPlan {
  const { image, filters, stemChannels, headChannels } = shape;
  const blocks = genotype.cell.length / 2;
  const stem = [mapsAt(image, -1, stemChannels), mapsAt(image, 0, 2 * stemChannels)] as const;
  let [older, current, level]: [Maps, Maps, number] = [stem[0], stem[1], 0];
  const cells = genotype.path.map((stride, layer): CellPlan => {
    const next = levelOf(stride);
    const width = filters * 2 ** next;
    const inside = mapsAt(image, Math.min(level, next), width);
    const output = mapsAt(image, next, blocks * width);
    const cell = { layer, level: next, width, current, older, inside, halves: next > level, output };
    [older, current, level] = [current, output, next];
    return cell;
  });
  const lowLevelCell = Math.min(2, cells.length - 1);
  return {
    ...{ stem, cells, lowLevelCell, last: current },
    lowLevel: cells[lowLevelCell]?.output ?? current,
    rates: [6, 12, 18].map((rate) => Math.max(1, Math.round((rate * 16) / (4 * 2 ** level)))),
    lowLevelChannels: Math.max(1, Math.round((3 * headChannels) / 16)),
  };
}
