/**
 * Parameters and multiply-adds of whole networks, without building them: evaluation networks of a genotype, and the
 * super-net that holds every operation. The built networks of experiments/model agree number by number.
 * Source of the layers: Liu et al. 2019, section 3 and appendix A, and quark0/darts@f276dd3.
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { CellEdges } from './genotype.ts';
import {
  type Count,
  convolution,
  linear,
  normalisation,
  nothing,
  operationCount,
  projection,
  total,
} from './layer-counts.ts';
import {
  auxiliaryCell,
  type CellLayout,
  edgeMaps,
  halved,
  layOut,
  type NetworkShape,
  type StemKind,
  stemMultiplier,
} from './layout.ts';
import { edges, operations } from './operations.ts';

export interface NetworkCount extends Count {
  /** The auxiliary head, which only training runs; not part of the network's own count. */
  readonly auxiliary: Count;
}

export interface NetworkOptions {
  /**
   * An affine normalisation behind every pool and every identity, as ISTA-NAS trains its one-stage cells.
   * Default: what the genotype says.
   */
  readonly extraNormalisation?: boolean;
}

/** The network that `genotype` names, as trained from scratch; it may have operations that the space lacks. */
export function countNetwork(
  genotype: CnnGenotype,
  shape: NetworkShape,
  stem: StemKind = 'cifar',
  { extraNormalisation = genotype.extra_batch_norm ?? false }: NetworkOptions = {},
): NetworkCount {
  const multipliers = { normal: genotype.normal_concat.length, reduce: genotype.reduce_concat.length };
  const cells = layOut(shape, multipliers, stem);
  const count = total([
    stemCount(shape, stem),
    ...cells.map((cell) => cellCount(cell, cell.reduction ? genotype.reduce : genotype.normal, true)),
    ...(extraNormalisation ? cells.map((cell) => extraNormalisations(cell, genotype)) : []),
    classifierCount(cells, shape),
  ]);
  const read = cells[auxiliaryCell(shape.layers)];
  return { ...count, auxiliary: read ? auxiliaryCount(read.outputChannels, shape.classes, stem) : nothing };
}

/** Every operation on every edge. */
export function countSuperNet(shape: NetworkShape): Count {
  const everything: CellEdges = edges.flatMap(({ source }) => operations.map((op) => [op, source] as const));
  return superNetWith(shape, { normal: everything, reduce: everything });
}

/** The part of the super-net that runs when only the operations of `genotype` do. */
export const countSuperNetPath = (genotype: CnnGenotype, shape: NetworkShape): Count =>
  superNetWith(shape, genotype);

function superNetWith(
  shape: NetworkShape,
  active: { readonly normal: CellEdges; readonly reduce: CellEdges },
): Count {
  const cells = layOut(shape);
  return total([
    stemCount(shape, 'cifar'),
    ...cells.map((cell) => cellCount(cell, cell.reduction ? active.reduce : active.normal, false)),
    classifierCount(cells, shape),
  ]);
}

function cellCount(cell: CellLayout, cellEdges: CellEdges, affine: boolean): Count {
  const inputPixels = cell.height * cell.width;
  return total([
    ...cell.channelsBefore.map((channels) => projection(channels, cell.channels, inputPixels, affine)),
    ...cellEdges.map(([operation, source]) => operationCount(operation, edgeMaps(cell, source), affine)),
  ]);
}

function extraNormalisations(cell: CellLayout, genotype: CnnGenotype): Count {
  const cellEdges = cell.reduction ? genotype.reduce : genotype.normal;
  const normalised = cellEdges.filter(([operation, source]) => {
    const isIdentity = operation === 'skip_connect' && edgeMaps(cell, source).stride === 1;
    return isIdentity || operation === 'max_pool_3x3' || operation === 'avg_pool_3x3';
  });
  return total(normalised.map(() => normalisation(cell.channels, true)));
}

/** The stem's normalisations are affine in every network. */
function stemCount(
  { inputChannels, initialChannels: c, height, width }: NetworkShape,
  stem: StemKind,
): Count {
  if (stem === 'cifar') {
    const channels = stemMultiplier * c;
    return total([convolution(inputChannels, channels, 3, height * width), normalisation(channels, true)]);
  }
  const half = Math.floor(c / 2);
  const sizes: number[] = [];
  for (let h = halved(height), w = halved(width), i = 0; i < 3; i += 1) {
    sizes.push(h * w);
    [h, w] = [halved(h), halved(w)];
  }
  const [first = 0, second = 0, third = 0] = sizes;
  return total([
    total([convolution(inputChannels, half, 3, first), normalisation(half, true)]),
    total([convolution(half, c, 3, second), normalisation(c, true)]),
    total([convolution(c, c, 3, third), normalisation(c, true)]),
  ]);
}

const classifierCount = (cells: readonly CellLayout[], { classes }: NetworkShape): Count => {
  const last = cells.at(-1);
  return last ? linear(last.outputChannels, classes) : nothing;
};

/**
 * On the 2x2 maps that its pooling leaves. The ImageNet head lacks its second normalisation, as in
 * quark0/darts@f276dd3.
 */
const auxiliaryCount = (channels: number, classes: number, stem: StemKind): Count =>
  total([
    projection(channels, 128, 4, true),
    convolution(128, 768, 2, 1),
    stem === 'cifar' ? normalisation(768, true) : nothing,
    linear(768, classes),
  ]);
