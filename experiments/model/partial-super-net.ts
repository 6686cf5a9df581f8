/**
 * The super-net of which one in K channels passes through the mixed operations while the others bypass them, and whose
 * nodes weigh their incoming edges.
 * Source: Xu et al., "PC-DARTS: Partial Channel Connections for Memory-Efficient Architecture Search", ICLR 2020,
 * sections 3.2 and 3.3, and yuhuixu1993/PC-DARTS@b74702f.
 */
import { reshape, slice, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { concatChannels, maxPool, mixedSum, type Parameter, splitChannels } from '../engine/index.ts';
import type { Key } from '../rng/key.ts';
import type { NetworkShape } from '../space/darts-cnn/layout.ts';
import { edgeIndex, nodesPerCell } from '../space/darts-cnn/operations.ts';
import type { Statistics } from './layers.ts';
import { mixedEdge, type SuperCell, SuperCells } from './super-net.ts';

/** The weights of one kind of cell, through which gradients flow. */
export interface PartialWeights {
  /** Of the operations, [14 edges, 8 operations]. */
  readonly operations: Tensor;
  /** Of the edges into their node, [14]. */
  readonly edges: Tensor;
}

export interface PartialMode {
  readonly normal: PartialWeights;
  readonly reduce: PartialWeights;
}

export class PartialSuperNet {
  readonly #cells: SuperCells;
  readonly #partialChannels: number;

  /**
   * @param shape must have no `sizeProblem`
   * @param partialChannels K, which must divide the initial channels
   */
  constructor(shape: NetworkShape, key: Key, partialChannels: number) {
    this.#cells = new SuperCells(shape, key, { partialChannels });
    this.#partialChannels = partialChannels;
  }

  get parameters(): readonly Parameter[] {
    return this.#cells.parameters;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, mode: PartialMode, statistics: Statistics): Tensor {
    const weightsOf = ({ layout }: SuperCell) => (layout.reduction ? mode.reduce : mode.normal);
    const options = { statistics, groups: this.#partialChannels };
    return this.#cells.logits(images, {
      statistics,
      run: (cell, older, previous) => runPartialCell(cell, older, previous, weightsOf(cell), options),
      mixedBy: (cell) => Object.values(weightsOf(cell)),
    });
  }

  dispose(): void {
    this.#cells.dispose();
  }
}

interface Options {
  readonly statistics: Statistics;
  /** K. */
  readonly groups: number;
}

/** What a node sees of a source: the channels for the operations, and the others, at the size of the node. */
interface PartialSource {
  readonly active: Tensor;
  readonly bypass: Tensor;
}

function runPartialCell(
  cell: SuperCell,
  older: Tensor,
  previous: Tensor,
  weights: PartialWeights,
  { statistics, groups }: Options,
): Tensor {
  const inputs = [cell.preprocess[0](older, statistics), cell.preprocess[1](previous, statistics)];
  const sources = inputs.map((x) => partialSource(x, groups, cell.layout.reduction));
  const nodes: Tensor[] = [];
  for (let node = 0; node < nodesPerCell; node += 1) {
    const output = partialNode(cell, node, sources, weights, { statistics, groups });
    nodes.push(output);
    sources.push(partialSource(output, groups, false));
  }
  return concatChannels(nodes);
}

/**
 * The weighted sum of its edges. Mixing, bypass and shuffle treat every edge of a node alike, so that sums come before
 * them.
 */
function partialNode(
  cell: SuperCell,
  node: number,
  sources: readonly PartialSource[],
  weights: PartialWeights,
  { statistics, groups }: Options,
): Tensor {
  const edges = edgeIndex(node, 0);
  const taken = sources.slice(0, node + 2);
  const shares = slice(weights.edges, [edges], [taken.length]);
  const mixed = taken.map(({ active }, source) =>
    mixedEdge(cell, edges + source, active, weights.operations, statistics),
  );
  const bypasses = taken.map(({ bypass }) => bypass);
  const joined = [mixedSum(mixed, shares), ...(groups > 1 ? [mixedSum(bypasses, shares)] : [])];
  return shuffleChannels(concatChannels(joined), groups);
}

function partialSource(x: Tensor, groups: number, halves: boolean): PartialSource {
  const channels = x.shape[3] ?? 0;
  if (groups === 1) return { active: x, bypass: x };
  const [active, rest] = splitChannels(x, [channels / groups, channels - channels / groups]);
  if (!active || !rest) throw new Error('Internal error: two parts were asked for');
  return { active, bypass: halves ? maxPool(rest, { size: 2, stride: 2 }) : rest };
}

/**
 * Cuts the channels into `groups` runs and deals them out in turn: 0 1 2 3 4 5 6 7 in 4 groups becomes 0 2 4 6 1 3 5 7.
 *
 * @param x [batch, height, width, channels], the groups dividing the channels
 */
export function shuffleChannels(x: Tensor, groups: number): Tensor {
  const channels = x.shape[3] ?? 0;
  const apart = reshape(x, [x.size / channels, groups, channels / groups]);
  return reshape(transpose(apart, [0, 2, 1]), x.shape);
}
