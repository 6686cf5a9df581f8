/**
 * How micro cells stack into a network, and the sizes in it: shared by the arithmetic of counts.ts and by the networks.
 * Sources: Pham et al. 2018, section 2.4; melodyguan/enas@4bcfd73, src/cifar10/micro_child.py.
 */
import { type Cell, looseEnds } from './cell.ts';
import type { CellKind, MicroGenotype } from './genotype.ts';

/** The size of a tensor [batch, height, width, channels] without its batch. */
export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface MicroShape {
  /** Channels of the nodes of the first cells; the stem has three times as many. */
  readonly initialChannels: number;
  /** Normal cells. Two reductions come on top, at the ends of the first and the second third. */
  readonly layers: number;
  readonly classes: number;
  readonly image: Maps;
}

export const microShape = (
  { classes, height, width, channels }: Maps & { readonly classes: number },
  { initialChannels, layers }: Pick<MicroShape, 'initialChannels' | 'layers'>,
): MicroShape => ({ initialChannels, layers, classes, image: { height, width, channels } });

/**
 * How a map comes to the size that is asked for: as it is; by a 1x1 convolution to other channels (`project`); by a factorised
 * reduction to half its size (`reduce`).
 */
export type Fit = 'as-is' | 'project' | 'reduce';

export interface CellPlan {
  readonly kind: CellKind;
  readonly cell: Cell;
  /** Channels of every node. */
  readonly channels: number;
  /** Node 0 before it is fitted: what the cell before the last one put out. */
  readonly older: Maps;
  /** Node 1 before it is fitted: what the last cell put out. */
  readonly newer: Maps;
  readonly olderFit: Fit;
  readonly newerFit: Fit;
  /** Nodes 0 and 1, fitted. */
  readonly inputs: Maps;
  /** Of every other node. */
  readonly nodes: Maps;
  readonly loose: readonly number[];
  readonly output: Maps;
}

export interface NetworkPlan {
  readonly stem: Maps;
  readonly cells: readonly CellPlan[];
  /** Index of the cell whose output the auxiliary head reads: the one after the second reduction. */
  readonly auxiliaryCell: number;
  readonly last: Maps;
}

/** 0-based, among all cells. */
const reductions = (layers: number): readonly [number, number] => {
  const third = Math.floor(layers / 3);
  return [third, 2 * third + 1];
};

const half = (size: number): number => Math.ceil(size / 2);

export const stemMaps = ({ image, initialChannels }: MicroShape): Maps => ({
  ...image,
  channels: 3 * initialChannels,
});

/**
 * The network that is trained from scratch: in reduction cells operations on the inputs stride, and loose ends are
 * concatenated.
 */
export const planMicro = (genotype: MicroGenotype, shape: MicroShape): NetworkPlan =>
  stack(genotype, shape, (place) => {
    const { kind, cell, channels, older, newer } = place;
    const inputs = { ...newer, channels };
    const nodes =
      kind === 'reduce' ? { height: half(newer.height), width: half(newer.width), channels } : inputs;
    const loose = looseEnds(cell);
    return {
      ...{ ...place, inputs, nodes, loose, output: { ...nodes, channels: loose.length * channels } },
      ...fits(older, newer, channels),
    };
  });

/**
 * The network that children share: before a reduction cell the last output is halved and the cell's inputs are both of it, and
 * loose ends are brought back to the channels of a node.
 */
export const planSharedMicro = (genotype: MicroGenotype, shape: MicroShape): NetworkPlan =>
  stack(genotype, shape, (place) => {
    const { kind, cell, channels } = place;
    const { height, width } = place.newer;
    const halved = { height: half(height), width: half(width), channels };
    const [older, newer] = kind === 'reduce' ? [place.newer, halved] : [place.older, place.newer];
    const nodes = { ...newer, channels };
    return {
      ...{ ...place, older, newer, inputs: nodes, nodes, loose: looseEnds(cell), output: nodes },
      ...fits(older, newer, channels),
    };
  });

type Place = Pick<CellPlan, 'kind' | 'cell' | 'channels' | 'older' | 'newer'>;

function stack(genotype: MicroGenotype, shape: MicroShape, plan: (place: Place) => CellPlan): NetworkPlan {
  const stem = stemMaps(shape);
  const at = reductions(shape.layers);
  const cells: CellPlan[] = [];
  let channels = shape.initialChannels;
  let [older, newer] = [stem, stem];
  for (let i = 0; i < shape.layers + 2; i += 1) {
    const kind: CellKind = at.includes(i) ? 'reduce' : 'normal';
    if (kind === 'reduce') channels *= 2;
    const planned = plan({ kind, cell: genotype[kind], channels, older, newer });
    cells.push(planned);
    [older, newer] = [planned.newer, planned.output];
  }
  return { stem, cells, auxiliaryCell: at[1] + 1, last: newer };
}

const fits = (older: Maps, newer: Maps, channels: number): Pick<CellPlan, 'olderFit' | 'newerFit'> => ({
  olderFit:
    older.height !== newer.height || older.width !== newer.width ? 'reduce' : widened(older, channels),
  newerFit: widened(newer, channels),
});

const widened = (maps: Maps, channels: number): Fit => (maps.channels === channels ? 'as-is' : 'project');
