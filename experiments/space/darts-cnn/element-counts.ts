/**
 * How many numbers normalisations and rectifications write in one forward pass of one example. Some papers add them
 * to the multiply-adds (two for each normalised element, one for each rectified one): the 586M and 597M of Xu et al.
 * 2020 are such sums, while the 581M of Dong and Yang 2019 counts convolutions and linear layers alone.
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { CellEdges } from './genotype.ts';
import type { EdgeMaps } from './layer-counts.ts';
import {
  type CellLayout,
  edgeMaps,
  halved,
  layOut,
  type NetworkShape,
  type StemKind,
  stemMultiplier,
} from './layout.ts';
import { convolutionOf } from './operations.ts';

export interface ElementCount {
  /** Elements that normalisations write. */
  readonly normalised: number;
  /** Elements that rectifications write. */
  readonly rectified: number;
}

const none: ElementCount = { normalised: 0, rectified: 0 };

const sum = (counts: readonly ElementCount[]): ElementCount =>
  counts.reduce(
    (all, one) => ({
      normalised: all.normalised + one.normalised,
      rectified: all.rectified + one.rectified,
    }),
    none,
  );

/** The evaluation network of `genotype`, without its auxiliary head. */
export function countElements(
  genotype: CnnGenotype,
  shape: NetworkShape,
  stem: StemKind = 'cifar',
  { extraNormalisation = genotype.extra_batch_norm ?? false }: { readonly extraNormalisation?: boolean } = {},
): ElementCount {
  const multipliers = { normal: genotype.normal_concat.length, reduce: genotype.reduce_concat.length };
  const cells = layOut(shape, multipliers, stem);
  return sum([
    stemElements(shape, stem),
    ...cells.map((cell) =>
      cellElements(cell, cell.reduction ? genotype.reduce : genotype.normal, extraNormalisation),
    ),
  ]);
}

function stemElements({ initialChannels: c, height, width }: NetworkShape, stem: StemKind): ElementCount {
  if (stem === 'cifar') return { normalised: stemMultiplier * c * height * width, rectified: 0 };
  const pixels = [1, 2, 3].map((times) => halvedTimes(height, times) * halvedTimes(width, times));
  const [first = 0, second = 0, third = 0] = pixels;
  const half = Math.floor(c / 2) * first;
  return { normalised: half + c * second + c * third, rectified: half + c * second };
}

const halvedTimes = (size: number, times: number): number =>
  times === 0 ? size : halvedTimes(halved(size), times - 1);

function cellElements(cell: CellLayout, cellEdges: CellEdges, extraNormalisation: boolean): ElementCount {
  const [older, newer] = cell.channelsBefore;
  const pixels = cell.height * cell.width;
  return sum([
    { normalised: cell.channels * pixels, rectified: older * cell.olderHeight * cell.olderWidth },
    { normalised: cell.channels * pixels, rectified: newer * pixels },
    ...cellEdges.map(([operation, source]) =>
      edgeElements(operation, edgeMaps(cell, source), extraNormalisation),
    ),
  ]);
}

function edgeElements(operation: string, maps: EdgeMaps, extraNormalisation: boolean): ElementCount {
  const { channels, inputHeight, inputWidth, height, width, stride } = maps;
  const output = channels * height * width;
  const once = { normalised: output, rectified: channels * inputHeight * inputWidth };
  if (convolutionOf(operation)?.kind === 'separable') {
    return sum([once, { normalised: output, rectified: output }]);
  }
  switch (operation) {
    case 'none':
      return none;
    case 'max_pool_3x3':
    case 'avg_pool_3x3':
      return extraNormalisation ? { normalised: output, rectified: 0 } : none;
    case 'skip_connect':
      if (stride === 2) return once;
      return extraNormalisation ? { normalised: output, rectified: 0 } : none;
    default:
      return once;
  }
}
