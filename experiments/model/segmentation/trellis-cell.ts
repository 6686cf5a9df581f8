/**
 * The cell of one node of the trellis with every operation on every edge. Its operations are the same whichever arrow brings the
 * input; each arrow fits the input by layers of its own. Normalisations have no scale and shift, and pools are followed by one, as in
 * the super-net of DARTS. Source: Liu et al. 2019 (Auto-DeepLab), sections 3.2 and 4.1, equations 1 to 5.
 */
import { reshape, slice, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { addN, concatChannels, conv2d, mixedSum, relu } from '../../engine/index.ts';
import { edgeIndex } from '../../space/auto-deeplab/decode-cell.ts';
import { type BlockInput, blocksOf } from '../../space/auto-deeplab/genotype.ts';
import { type Operation, operations, partsOf } from '../../space/auto-deeplab/operations.ts';
import {
  batchNorm,
  type Layer,
  pooling,
  reluConvBn,
  type Statistics,
  separableConvolution,
} from '../layers.ts';
import type { Weights } from '../weights.ts';
import { resizeBilinear, type Size } from './resize-bilinear.ts';

/** How the edges run: all operations, by the rows of a tensor [edges, 8]; or those of a cell, each with weight 1. */
export type EdgeRule =
  | { readonly kind: 'mixed'; readonly weights: Tensor }
  | { readonly kind: 'cell'; readonly cell: readonly BlockInput[] };

export interface TrellisCell {
  /** Of the node: the weights that its cell runs with, fits of all arrows included. */
  readonly weights: readonly Tensor[];
  /** @param move from the level of `current` to that of the node */
  run(move: number, current: Tensor, older: Tensor | undefined, size: Size, edges: EdgeRule): Tensor;
}

export interface TrellisNode {
  readonly name: string;
  readonly blocks: number;
  /** Of each operation. */
  readonly channels: number;
  /** Of what each arrow brings, by its move. */
  readonly arrows: ReadonlyMap<number, number>;
  /** Of the node of the same level two layers before; undefined where there is none. */
  readonly older: number | undefined;
}

const statistics: Statistics = 'batch';
type Run = (x: Tensor) => Tensor;

export function makeTrellisCell(weights: Weights, node: TrellisNode): TrellisCell {
  const { name, blocks, channels } = node;
  const first = weights.parameters.length;
  const fits = new Map(
    [...node.arrows].map(([move, from]) => [
      move,
      fitting(weights, `${name}.fit_${move + 1}`, move, from, channels),
    ]),
  );
  const fitOlder =
    node.older === undefined ? undefined : reluConvBn(weights, `${name}.older`, node.older, channels, false);
  const made = Array.from({ length: blocks }, (_, block) =>
    Array.from({ length: block + 2 }, (_state, state) =>
      state === 1 && !fitOlder
        ? []
        : edgeOperations(weights, `${name}.edge_${edgeIndex(block, state)}`, channels),
    ),
  ).flat();
  const own = weights.parameters.slice(first).map(({ value }) => value);
  return {
    weights: own,
    run(move, current, older, size, edges) {
      const fitted = fits.get(move);
      if (!fitted) throw new Error(`Internal error: no arrow of move ${move} leads to ${name}`);
      const states: (Tensor | undefined)[] = [fitted(current, size), older && fitOlder?.(older, statistics)];
      for (let block = 0; block < blocks; block += 1) {
        const brought =
          edges.kind === 'mixed'
            ? mixedBlock(made, block, states, edges.weights)
            : chosenBlock(made, block, states, edges.cell);
        // A block that reads nothing but what is not there is zero.
        states.push(brought.length > 0 ? addN(brought) : zerosLike(states[0] as Tensor));
      }
      return concatChannels(states.slice(2) as Tensor[]);
    },
  };
}

function mixedBlock(
  made: readonly (readonly (Run | undefined)[])[],
  block: number,
  states: readonly (Tensor | undefined)[],
  weights: Tensor,
): readonly Tensor[] {
  return states.flatMap((x, state) => {
    const edge = edgeIndex(block, state);
    return x ? [tidy(() => mixedSum(ran(made[edge], x), rowOf(weights, edge)))] : [];
  });
}

const ran = (edge: readonly (Run | undefined)[] = [], x: Tensor): Tensor[] =>
  edge.flatMap((run) => (run ? [run(x)] : []));

/** Without `none`, the last column, which adds nothing whatever its weight. */
const rowOf = (weights: Tensor, edge: number): Tensor =>
  reshape(slice(weights, [edge, 0], [1, operations.length - 1]), [operations.length - 1]);

function chosenBlock(
  made: readonly (readonly (Run | undefined)[])[],
  block: number,
  states: readonly (Tensor | undefined)[],
  cell: readonly BlockInput[],
): readonly Tensor[] {
  return (blocksOf({ cell })[block] ?? []).flatMap(([operation, state]) => {
    const run = made[edgeIndex(block, state)]?.[operations.indexOf(operation)];
    const x = states[state];
    return run && x ? [run(x)] : [];
  });
}

/** To a coarser map by a strided convolution, to a finer one by resizing and then a 1x1 convolution. */
function fitting(
  weights: Weights,
  name: string,
  move: number,
  from: number,
  to: number,
): (x: Tensor, size: Size) => Tensor {
  if (move <= 0) {
    const project = reluConvBn(weights, name, from, to, false);
    return (x, size) => project(resizeBilinear(x, size), statistics);
  }
  const filter = weights.convolution(`${name}.op.1`, 3, from, to);
  const normalise = batchNorm(weights, `${name}.op.2`, to, { affine: false });
  return (x) => normalise(conv2d(relu(x), filter.value, { stride: 2, pad: 1 }), statistics);
}

/** In the order of the space; undefined for `none`. */
const edgeOperations = (weights: Weights, name: string, channels: number): readonly (Run | undefined)[] =>
  operations.map((operation, o) => {
    const layer = operationLayer(weights, `${name}.${o}`, operation, channels);
    return layer && ((x: Tensor) => layer(x, statistics));
  });

function operationLayer(
  weights: Weights,
  name: string,
  operation: Operation,
  channels: number,
): Layer | undefined {
  const parts = partsOf(operation);
  const options = { channels, stride: 1, affine: false } as const;
  switch (parts.kind) {
    case 'separable':
      return separableConvolution(weights, name, parts.kernel, options);
    case 'atrous': {
      const filter = weights.convolution(`${name}.op.1`, parts.kernel, channels, channels);
      const normalise = batchNorm(weights, `${name}.op.2`, channels, options);
      const pad = parts.kernel - 1;
      return (x, mode) => normalise(conv2d(relu(x), filter.value, { dilation: 2, pad }), mode);
    }
    case 'max':
    case 'avg': {
      const pool = pooling(parts.kind, 1);
      const normalise = batchNorm(weights, `${name}.1`, channels, options);
      return (x, mode) => normalise(pool(x, mode), mode);
    }
    case 'identity':
      return (x) => x;
    case 'none':
      return undefined;
    default:
      return parts satisfies never;
  }
}
