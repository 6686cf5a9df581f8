/**
 * Trainable parameters of the benchmark's network around a cell, by arithmetic: a 3x3 stem to 128 channels, three
 * stacks of three cells with 128, 256 and 512 channels, and a linear classifier of ten classes.
 * Source: Ying et al. 2019, section 2.1 and figure 1, and the released code.
 */
import { vertexChannels } from './channels.ts';
import { pruned } from './prune.ts';
import type { CellSpec } from './spec.ts';

export const stemChannels = 128;
export const stacks = 3;
export const cellsPerStack = 3;
export const classes = 10;
const imageChannels = 3;

/** @throws TypeError when no path leads from input to output */
export function trainableParameters(spec: CellSpec): number {
  const cell = pruned(spec);
  let total = convolution(imageChannels, stemChannels, 3);
  let channels = stemChannels;
  for (let stack = 0; stack < stacks; stack += 1) {
    const width = stemChannels * 2 ** stack;
    for (let i = 0; i < cellsPerStack; i += 1) {
      total += cellParameters(cell, channels, width);
      channels = width;
    }
  }
  return total + channels * classes + classes;
}

/** Of one pruned cell: its operations, and a projection for every edge that leaves the input. */
export function cellParameters(cell: CellSpec, inputChannels: number, outputChannels: number): number {
  const channels = vertexChannels(inputChannels, outputChannels, cell.matrix);
  return channels.reduce((sum, width, v) => {
    if (v === 0) return sum;
    const projection = cell.matrix[0]?.[v] === 1 ? convolution(inputChannels, width, 1) : 0;
    return sum + projection + operationParameters(cell.ops[v] ?? '', width);
  }, 0);
}

function operationParameters(operation: string, channels: number): number {
  switch (operation) {
    case 'conv3x3-bn-relu':
      return convolution(channels, channels, 3);
    case 'conv1x1-bn-relu':
      return convolution(channels, channels, 1);
    default:
      return 0;
  }
}

/** A convolution without bias and the scale and offset of the normalisation that follows it. */
const convolution = (from: number, to: number, kernel: number): number =>
  kernel * kernel * from * to + 2 * to;
