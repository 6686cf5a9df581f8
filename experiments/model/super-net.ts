/**
 * The network that holds every operation on every edge, for searches that share weights. Normalisations inside cells
 * have no scale and shift, and pools are followed by one.
 * Source: Liu et al. 2019, section 2.2; Li and Talwalkar 2019, section 3.2, for running single paths; Dong and Yang
 * 2019, section 3.2, for running one operation on every edge.
 */
import { reshape, slice, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../schemas/architecture.ts';
import { addN, concatChannels, mixedSum, type Parameter } from '../engine/index.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import { type CellKind, nodeInputs } from '../space/darts-cnn/genotype.ts';
import { type CellLayout, layOut, type NetworkShape } from '../space/darts-cnn/layout.ts';
import { edgeIndex, edges, nodesPerCell, operationIndex, operations } from '../space/darts-cnn/operations.ts';
import { type CellOperation, cellOperation } from './cell-operation.ts';
import { dropPath } from './drop-path.ts';
import { cifarStem, classifier, preprocessing } from './frame.ts';
import { batchNorm, type Layer, type Statistics } from './layers.ts';
import { recomputed } from './partial-recomputation.ts';
import { Weights } from './weights.ts';

/**
 * How the edges run. `path`: only the operations of a genotype, with weight 1. `mixed`: all of them, weighted by
 * two tensors of [14 edges, 8 operations], through which gradients flow. `sampled`: one operation on every edge, times
 * its weight.
 */
export type EdgeMode =
  | { readonly kind: 'path'; readonly genotype: CnnGenotype }
  | {
      readonly kind: 'mixed';
      readonly normal: Tensor;
      readonly reduce: Tensor;
      /** Drops whole edges of an example. Default: none are. */
      readonly dropPath?: { readonly probability: number; readonly key: Key };
    }
  | { readonly kind: 'sampled'; readonly normal: SampledEdges; readonly reduce: SampledEdges };

export interface SampledEdges {
  /** For each of the 14 edges, the index of its operation. */
  readonly operations: readonly number[];
  /** [14 edges, 8 operations]; only those of the sampled operations are read. */
  readonly weights: Tensor;
}

/** A cell with every operation on every edge. */
export interface SuperCell {
  readonly layout: CellLayout;
  readonly weights: readonly Parameter[];
  readonly preprocess: readonly [Layer, Layer];
  /** For each edge, the operations in the official order; `none` is undefined. */
  readonly edges: readonly (readonly (CellOperation | undefined)[])[];
}

/** How a forward pass uses the cells. */
export interface CellRun {
  readonly statistics: Statistics;
  /** From the outputs of the two cells before to the cell's own; does the same when called again. */
  readonly run: (cell: SuperCell, older: Tensor, previous: Tensor) => Tensor;
  /** Where all operations of a cell run: the tensors that weigh them. */
  readonly mixedBy?: (cell: SuperCell) => readonly Tensor[];
}

/** What is not the same in the super-nets of all methods. */
export interface SuperNetForm {
  /** Whether a normalisation follows every pool. Default true. */
  readonly normalisedPools?: boolean;
  /** Whether a normalisation with scale and shift, and ReLU, precede the last pooling. Default false. */
  readonly lastNormalisation?: boolean;
}

export interface SuperNetOptions extends SuperNetForm {
  /** One in so many channels of a cell passes through its operations. Default 1. */
  readonly partialChannels?: number;
  /** Passes that would keep more bytes than this for the way back compute their cells again there. Default 2e9. */
  readonly mostKeptBytes?: number;
}

/** Maps that an edge keeps for the way back when all its operations run: measured; for the weights alone it is 13. */
const mapsOfEdge = 20;

/** Stem, cells and classifier; how a cell uses its operations is up to who runs it. */
export class SuperCells {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly SuperCell[];
  readonly #last: Layer | undefined;
  readonly #classify: (x: Tensor) => Tensor;
  /** Of one example. */
  readonly #keptBytes: number;
  readonly #mostKeptBytes: number;

  /** @param shape must have no `sizeProblem` */
  constructor(shape: NetworkShape, key: Key, options: SuperNetOptions) {
    const { partialChannels = 1, mostKeptBytes = 2e9, normalisedPools = true } = options;
    this.#weights = new Weights(key);
    this.#stem = cifarStem(this.#weights, shape);
    const layouts = layOut(shape);
    this.#cells = layouts.map((layout) =>
      makeCell(this.#weights, layout, { partialChannels, normalisedPools }),
    );
    const channels = layouts.at(-1)?.outputChannels ?? 0;
    this.#last = options.lastNormalisation
      ? batchNorm(this.#weights, 'lastact.0', channels, { affine: true, reluAfter: true })
      : undefined;
    this.#classify = classifier(this.#weights, channels, shape.classes);
    this.#keptBytes = layouts.reduce((sum, layout) => sum + keptBytes(layout, partialChannels), 0);
    this.#mostKeptBytes = mostKeptBytes;
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, { statistics, run, mixedBy }: CellRun): Tensor {
    const isLarge = (images.shape[0] ?? 0) * this.#keptBytes > this.#mostKeptBytes;
    // Running statistics would take in a cell that runs again once more.
    const again = isLarge && statistics === 'batch' ? mixedBy : undefined;
    let older = this.#stem(images, statistics);
    let previous = older;
    for (const cell of this.#cells) {
      const [first, second] = [older, previous];
      const forward = () => run(cell, first, second);
      const own = cell.weights.map(({ value }) => value);
      // What the way back does not need is freed with each cell: a whole super-net may not fit in 4 GB.
      const output = tidy(() =>
        again ? recomputed(forward, [first, second, ...again(cell), ...own]) : forward(),
      );
      [older, previous] = [previous, output];
    }
    return this.#classify(this.#last ? this.#last(previous, statistics) : previous);
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

export class SuperNet {
  readonly #cells: SuperCells;

  /** @param shape must have no `sizeProblem` */
  constructor(shape: NetworkShape, key: Key, options: Omit<SuperNetOptions, 'partialChannels'> = {}) {
    this.#cells = new SuperCells(shape, key, options);
  }

  get parameters(): readonly Parameter[] {
    return this.#cells.parameters;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, mode: EdgeMode, statistics: Statistics): Tensor {
    return this.#cells.logits(images, {
      statistics,
      run: (cell, older, previous) => runCell(cell, older, previous, mode, statistics),
      ...(mode.kind === 'mixed' ? { mixedBy: (cell) => [mode[kindOf(cell)]] } : {}),
    });
  }

  dispose(): void {
    this.#cells.dispose();
  }
}

function makeCell(
  weights: Weights,
  layout: CellLayout,
  {
    partialChannels,
    normalisedPools,
  }: Required<Pick<SuperNetOptions, 'partialChannels' | 'normalisedPools'>>,
): SuperCell {
  const before = weights.parameters.length;
  const preprocess = preprocessing(weights, layout, false);
  const channels = layout.channels / partialChannels;
  const made = edges.map(({ source }, edge) =>
    operations.map((operation, o) => {
      const stride = layout.reduction && source < 2 ? 2 : 1;
      const options = { channels, stride, affine: false, normalisedPools } as const;
      return cellOperation(weights, `cells.${layout.index}._ops.${edge}._ops.${o}`, operation, options);
    }),
  );
  return { layout, weights: weights.parameters.slice(before), preprocess, edges: made };
}

function keptBytes({ channels, outputHeight, outputWidth }: CellLayout, partialChannels: number): number {
  const mapBytes = 4 * (channels / partialChannels) * outputHeight * outputWidth;
  return edges.length * mapsOfEdge * mapBytes;
}

const kindOf = ({ layout }: SuperCell): CellKind => (layout.reduction ? 'reduce' : 'normal');

function runCell(
  cell: SuperCell,
  older: Tensor,
  previous: Tensor,
  mode: EdgeMode,
  statistics: Statistics,
): Tensor {
  const sources = [cell.preprocess[0](older, statistics), cell.preprocess[1](previous, statistics)];
  for (let node = 0; node < nodesPerCell; node += 1) {
    const branches = branchesOf(cell, node, sources, mode, statistics);
    sources.push(branches.length > 0 ? addN(branches) : emptyNode(cell, sources));
  }
  return concatChannels(sources.slice(2));
}

function branchesOf(
  cell: SuperCell,
  node: number,
  sources: readonly Tensor[],
  mode: EdgeMode,
  statistics: Statistics,
): Tensor[] {
  const kind = kindOf(cell);
  switch (mode.kind) {
    case 'path':
      return pathBranches(cell, node, sources, mode.genotype, statistics);
    case 'mixed': {
      const branches = mixedBranches(cell, node, sources, mode[kind], statistics);
      if (!mode.dropPath) return branches;
      const { probability, key } = mode.dropPath;
      const masks = draws(split(key, cell.layout.index, node));
      return branches.map((branch) => dropPath(branch, { probability, draws: masks }));
    }
    case 'sampled':
      return sampledBranches(cell, node, sources, mode[kind], statistics);
  }
}

/** A node that takes nothing but `none` is zero. */
function emptyNode({ layout }: SuperCell, sources: readonly Tensor[]): Tensor {
  return zeros([sources[0]?.shape[0] ?? 0, layout.outputHeight, layout.outputWidth, layout.channels]);
}

function pathBranches(
  cell: SuperCell,
  node: number,
  sources: readonly Tensor[],
  genotype: CnnGenotype,
  statistics: Statistics,
): Tensor[] {
  const inputs = nodeInputs(cell.layout.reduction ? genotype.reduce : genotype.normal)[node] ?? [];
  return inputs.flatMap(([operation, source]) => {
    const made = cell.edges[edgeIndex(node, source)]?.[operationIndex(operation)];
    const x = sources[source];
    return made && x ? [made.run(x, statistics)] : [];
  });
}

function mixedBranches(
  cell: SuperCell,
  node: number,
  sources: readonly Tensor[],
  edgeWeights: Tensor,
  statistics: Statistics,
): Tensor[] {
  return Array.from({ length: node + 2 }, (_, source) => {
    const x = sources[source];
    if (!x) throw new Error('Internal error: a node came before its source');
    return mixedEdge(cell, edgeIndex(node, source), x, edgeWeights, statistics);
  });
}

/** All operations of an edge, weighted by its row of [14 edges, 8 operations]. */
export function mixedEdge(
  cell: SuperCell,
  edge: number,
  x: Tensor,
  edgeWeights: Tensor,
  statistics: Statistics,
): Tensor {
  return tidy(() => {
    const outputs = (cell.edges[edge] ?? []).flatMap((made) => (made ? [made.run(x, statistics)] : []));
    // `none`, the first column, adds nothing whatever its weight.
    const weights = reshape(slice(edgeWeights, [edge, 1], [1, operations.length - 1]), [outputs.length]);
    return mixedSum(outputs, weights);
  });
}

function sampledBranches(
  cell: SuperCell,
  node: number,
  sources: readonly Tensor[],
  sampled: SampledEdges,
  statistics: Statistics,
): Tensor[] {
  return Array.from({ length: node + 2 }, (_, source) => edgeIndex(node, source)).flatMap((edge, source) => {
    const operation = sampled.operations[edge] ?? 0;
    const made = cell.edges[edge]?.[operation];
    const x = sources[source];
    if (!made || !x) return [];
    const weight = reshape(slice(sampled.weights, [edge, operation], [1, 1]), [1]);
    return [mixedSum([made.run(x, statistics)], weight)];
  });
}

/** Edge weights that are 1 on a genotype's operations and 0 elsewhere, one row of 8 for each of the 14 edges. */
export function pathWeights(cell: CnnGenotype['normal']): Float32Array {
  const weights = new Float32Array(edges.length * operations.length);
  nodeInputs(cell).forEach((inputs, node) => {
    for (const [operation, source] of inputs) {
      const o = operationIndex(operation);
      weights[edgeIndex(node, source) * operations.length + o] = 1;
    }
  });
  return weights;
}
