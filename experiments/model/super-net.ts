/**
 * The network that holds every operation on every edge, for searches that share weights. Normalisations inside cells
 * have no scale and shift, and pools are followed by one.
 * Source: Liu et al. 2019, section 2.2; Li and Talwalkar 2019, section 3.2, for running single paths.
 */
import { reshape, slice, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../schemas/architecture.ts';
import { addN, concatChannels, mixedSum, type Parameter } from '../engine/index.ts';
import type { Key } from '../rng/key.ts';
import { nodeInputs } from '../space/darts-cnn/genotype.ts';
import { type CellLayout, layOut, type NetworkShape } from '../space/darts-cnn/layout.ts';
import { edgeIndex, edges, nodesPerCell, operationIndex, operations } from '../space/darts-cnn/operations.ts';
import { type CellOperation, cellOperation } from './cell-operation.ts';
import { cifarStem, classifier, preprocessing } from './frame.ts';
import type { Layer, Statistics } from './layers.ts';
import { Weights } from './weights.ts';

/**
 * How the edges run. `path`: only the operations of a genotype, with weight 1. `mixed`: all of them, weighted by
 * two tensors of [14 edges, 8 operations], through which gradients flow.
 */
export type EdgeMode =
  | { readonly kind: 'path'; readonly genotype: CnnGenotype }
  | { readonly kind: 'mixed'; readonly normal: Tensor; readonly reduce: Tensor };

interface SuperCell {
  readonly layout: CellLayout;
  readonly preprocess: readonly [Layer, Layer];
  /** For each edge, the operations in the official order; `none` is undefined. */
  readonly edges: readonly (readonly (CellOperation | undefined)[])[];
}

export class SuperNet {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly SuperCell[];
  readonly #classify: (x: Tensor) => Tensor;

  /** @param shape must have no `sizeProblem` */
  constructor(shape: NetworkShape, key: Key) {
    this.#weights = new Weights(key);
    this.#stem = cifarStem(this.#weights, shape);
    const layouts = layOut(shape);
    this.#cells = layouts.map((layout) => makeCell(this.#weights, layout));
    this.#classify = classifier(this.#weights, layouts.at(-1)?.outputChannels ?? 0, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, mode: EdgeMode, statistics: Statistics): Tensor {
    let older = this.#stem(images, statistics);
    let previous = older;
    for (const cell of this.#cells) {
      // What the way back does not need is freed with each cell: a whole super-net may not fit in 4 GB.
      const output = tidy(() => runCell(cell, older, previous, mode, statistics));
      [older, previous] = [previous, output];
    }
    return this.#classify(previous);
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

function makeCell(weights: Weights, layout: CellLayout): SuperCell {
  const preprocess = preprocessing(weights, layout, false);
  const made = edges.map(({ source }, edge) =>
    operations.map((operation, o) => {
      const stride = layout.reduction && source < 2 ? 2 : 1;
      const options = { channels: layout.channels, stride, affine: false, normalisedPools: true } as const;
      return cellOperation(weights, `cells.${layout.index}._ops.${edge}._ops.${o}`, operation, options);
    }),
  );
  return { layout, preprocess, edges: made };
}

function runCell(
  cell: SuperCell,
  older: Tensor,
  previous: Tensor,
  mode: EdgeMode,
  statistics: Statistics,
): Tensor {
  const sources = [cell.preprocess[0](older, statistics), cell.preprocess[1](previous, statistics)];
  for (let node = 0; node < nodesPerCell; node += 1) {
    const branches =
      mode.kind === 'path'
        ? pathBranches(cell, node, sources, mode.genotype, statistics)
        : mixedBranches(cell, node, sources, cell.layout.reduction ? mode.reduce : mode.normal, statistics);
    sources.push(branches.length > 0 ? addN(branches) : emptyNode(cell, sources));
  }
  return concatChannels(sources.slice(2));
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
    const edge = edgeIndex(node, source);
    const x = sources[source];
    return tidy(() => {
      const outputs = (cell.edges[edge] ?? []).flatMap((made) =>
        made && x ? [made.run(x, statistics)] : [],
      );
      // `none`, the first column, adds nothing whatever its weight.
      const weights = reshape(slice(edgeWeights, [edge, 1], [1, operations.length - 1]), [outputs.length]);
      return mixedSum(outputs, weights);
    });
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
