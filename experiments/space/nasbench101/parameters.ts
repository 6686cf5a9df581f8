/**
 * Parameters and multiply-adds of the benchmark's network around a cell, by arithmetic: a 3x3 stem, stacks of equal
 * cells of which each but the first starts with a 2x2 maximum pool and doubles the channels, a linear classifier.
 * Source: Ying et al. 2019, section 2.1 and figure 1, and google-research/nasbench@b942470.
 */
import { type Count, convolution, linear, nothing, projection, total } from '../darts-cnn/layer-counts.ts';
import { vertexChannels } from './channels.ts';
import { prune, pruned } from './prune.ts';
import type { CellSpec } from './spec.ts';

export interface Nasbench101Shape {
  /** Channels of the stem and of the first stack. */
  readonly stemChannels: number;
  readonly stacks: number;
  readonly cellsPerStack: number;
  readonly classes: number;
  readonly inputChannels: number;
  /** Of the images, in pixels. */
  readonly height: number;
  readonly width: number;
}

/** The network whose results the benchmark records. */
export const benchmarkShape: Nasbench101Shape = {
  stemChannels: 128,
  stacks: 3,
  cellsPerStack: 3,
  classes: 10,
  inputChannels: 3,
  height: 32,
  width: 32,
};

/** One cell in its network. */
export interface CellPlace {
  readonly stack: number;
  readonly index: number;
  readonly inputChannels: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** A 2x2 maximum pool of stride 2 runs before the cell; odd sizes round up. */
  readonly pooled: boolean;
}

/** The cells from stem to classifier. The first cell of a stack takes the channels of the stack before. */
export function placeCells(shape: Nasbench101Shape): readonly CellPlace[] {
  const places: CellPlace[] = [];
  let { stemChannels: inputChannels, height, width } = shape;
  for (let stack = 0; stack < shape.stacks; stack += 1) {
    const channels = shape.stemChannels * 2 ** stack;
    for (let index = 0; index < shape.cellsPerStack; index += 1) {
      const pooled = stack > 0 && index === 0;
      if (pooled) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
      places.push({ stack, index, inputChannels, channels, height, width, pooled });
      inputChannels = channels;
    }
  }
  return places;
}

/** @throws TypeError when no path leads from input to output */
export function countNasbench101(spec: CellSpec, shape: Nasbench101Shape = benchmarkShape): Count {
  const cell = pruned(spec);
  const { stemChannels, inputChannels, height, width, classes } = shape;
  const places = placeCells(shape);
  return total([
    convBnRelu(inputChannels, stemChannels, 3, height * width),
    ...places.map((place) => cellCount(cell, place)),
    linear(places.at(-1)?.channels ?? stemChannels, classes),
  ]);
}

/** @throws TypeError when no path leads from input to output */
export const trainableParameters = (spec: CellSpec, shape: Nasbench101Shape = benchmarkShape): number =>
  countNasbench101(spec, shape).parameters;

/** Why no network of this shape can be built around the cell, or undefined. */
export function nasbench101Problem(spec: CellSpec, shape: Nasbench101Shape): string | undefined {
  const cell = prune(spec);
  if (!cell) return 'The cell has no path from input to output';
  if (shape.stacks < 1 || shape.cellsPerStack < 1) {
    return `A network needs at least one stack of one cell, got ${shape.stacks} of ${shape.cellsPerStack}`;
  }
  const channels = vertexChannels(shape.stemChannels, shape.stemChannels, cell.matrix);
  if (Math.min(...channels) >= 1) return undefined;
  return `The cell divides its ${shape.stemChannels} channels among more vertices than that`;
}

/** Of one pruned cell: its operations, and a projection for every edge that leaves the input. */
function cellCount(cell: CellSpec, { inputChannels, channels, height, width }: CellPlace): Count {
  const pixels = height * width;
  const widths = vertexChannels(inputChannels, channels, cell.matrix);
  const counts = widths.slice(1).map((wide, i) => {
    const projected = cell.matrix[0]?.[i + 1] === 1 ? projection(inputChannels, wide, pixels, true) : nothing;
    return total([projected, operationCount(cell.ops[i + 1] ?? '', wide, pixels)]);
  });
  return total(counts);
}

function operationCount(operation: string, channels: number, pixels: number): Count {
  switch (operation) {
    case 'conv3x3-bn-relu':
      return convBnRelu(channels, channels, 3, pixels);
    case 'conv1x1-bn-relu':
      return convBnRelu(channels, channels, 1, pixels);
    default:
      return nothing;
  }
}

/** A convolution without bias and the scale and offset of the normalisation that follows it. */
function convBnRelu(from: number, to: number, kernel: number, pixels: number): Count {
  const { parameters, multiplyAdds } = convolution(from, to, kernel, pixels);
  return { parameters: parameters + 2 * to, multiplyAdds };
}
