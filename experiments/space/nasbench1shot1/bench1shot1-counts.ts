/**
 * The one-shot model as arithmetic: where its cells stand, and parameters and multiply-adds of the whole and of the
 * part that one architecture uses. Source: Zela et al. 2020, section 3.2, and automl/nasbench-1shot1@cb0f0ec.
 */
import {
  type Count,
  convolution,
  linear,
  normalisation,
  nothing,
  projection,
  total,
} from '../darts-cnn/layer-counts.ts';
import { type Bench1Shot1Cell, keepReached } from './cell.ts';
import { blockCount, operations, type SpaceNumber } from './layout.ts';

export interface Bench1Shot1Shape {
  readonly space: SpaceNumber;
  /** Channels of the stem and of each block in the first third of the cells: 16 in the paper. */
  readonly initialChannels: number;
  /** Number of cells, 9 in the paper. Before cells floor(L/3) and floor(2L/3) a pool halves and channels double. */
  readonly layers: number;
  readonly classes: number;
  readonly inputChannels: number;
  readonly height: number;
  readonly width: number;
  /** K: one in K channels passes through the mixed operations; 1 except in PC-DARTS. */
  readonly partialChannels: number;
}

export interface Bench1Shot1Place {
  readonly index: number;
  readonly inputChannels: number;
  /** Of each block. The output has this many for each block. */
  readonly channels: number;
  /** Of the cell, in pixels. */
  readonly height: number;
  readonly width: number;
  /** A 2x2 maximum pool of stride 2 and padding 1 runs before the cell. */
  readonly pooled: boolean;
}

/** Size after the pool: the padding adds a row and a column, so that 32 becomes 17 and 17 becomes 9. */
const pooledSize = (size: number): number => Math.floor(size / 2) + 1;

export function placeBench1Shot1Cells(shape: Bench1Shot1Shape): readonly Bench1Shot1Place[] {
  const { layers, space } = shape;
  const poolsBefore = new Set([Math.floor(layers / 3), Math.floor((2 * layers) / 3)]);
  let { height, width, initialChannels: channels, initialChannels: inputChannels } = shape;
  return Array.from({ length: layers }, (_, index) => {
    const pooled = poolsBefore.has(index);
    if (pooled) [height, width, channels] = [pooledSize(height), pooledSize(width), 2 * channels];
    const place = { index, inputChannels, channels, height, width, pooled };
    inputChannels = channels * blockCount(space);
    return place;
  });
}

/** Why no one-shot model of this shape can be built, or undefined. */
export function bench1shot1Problem({
  layers,
  initialChannels,
  partialChannels: k,
}: Bench1Shot1Shape): string | undefined {
  if (layers < 3) return `A one-shot model needs at least 3 cells, got ${layers}`;
  if (initialChannels % k === 0) return undefined;
  return `${initialChannels} initial channels cannot be divided by ${k}, of which one part passes through the operations`;
}

/** Every operation of every block. */
export const countBench1Shot1 = (shape: Bench1Shot1Shape): Count =>
  countWith(shape, {
    ops: Array.from({ length: blockCount(shape.space) }, () => operations),
    projectsToOutput: true,
  });

/** The part of the model that runs when only what the output of `cell` reaches does. */
export function countBench1Shot1Path(cell: Bench1Shot1Cell, shape: Bench1Shot1Shape): Count {
  const reached = keepReached(cell.parents);
  return countWith(shape, {
    ops: cell.ops.map((op, i) => ((reached[i] ?? []).length > 0 ? [op] : [])),
    projects: reached.map((parents) => parents.includes(0)),
    projectsToOutput: reached.at(-1)?.includes(0) ?? false,
  });
}

interface Running {
  /** Operations that run in each block. */
  readonly ops: readonly (readonly string[])[];
  /** Whether each block reads the cell's input; default all do. */
  readonly projects?: readonly boolean[];
  readonly projectsToOutput: boolean;
}

function countWith(shape: Bench1Shot1Shape, running: Running): Count {
  const { space, inputChannels, initialChannels, height, width, classes } = shape;
  const places = placeBench1Shot1Cells(shape);
  const last = places.at(-1);
  if (!last) return nothing;
  const joined = last.channels * blockCount(space);
  return total([
    convolution(inputChannels, initialChannels, 3, height * width),
    normalisation(initialChannels, true),
    ...places.map((place) => cellCount(shape, place, running)),
    convolution(joined, last.channels, 1, last.height * last.width),
    linear(last.channels, classes),
  ]);
}

function cellCount(
  { space, partialChannels }: Bench1Shot1Shape,
  { inputChannels, channels, height, width }: Bench1Shot1Place,
  { ops, projects, projectsToOutput }: Running,
): Count {
  const pixels = height * width;
  const inOperations = channels / partialChannels;
  const blocks = ops.map((names, i) => {
    const projected = (projects?.[i] ?? true) ? projection(inputChannels, channels, pixels, true) : nothing;
    return total([projected, ...names.map((op) => operationCount(op, inOperations, pixels))]);
  });
  const output = projection(inputChannels, channels * blockCount(space), pixels, true);
  return total([...blocks, projectsToOutput ? output : nothing]);
}

function operationCount(operation: string, channels: number, pixels: number): Count {
  if (operation === 'maxpool3x3') return nothing;
  const kernel = operation === 'conv3x3-bn-relu' ? 3 : 1;
  return total([convolution(channels, channels, kernel, pixels), normalisation(channels, true)]);
}
