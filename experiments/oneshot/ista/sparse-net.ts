/**
 * The network ISTA-NAS searches in: every candidate connection has its weights, and a pass runs only those in the
 * support of each node, weighted by z. Weights may be negative and no softmax is applied.
 * Source: Yang et al., "ISTA-NAS: Efficient and Consistent Neural Architecture Search by Sparse Coding", NeurIPS 2020,
 * and iboing/ISTA-NAS@226e49f.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { concatChannels, mixedSum, type Parameter } from '../../engine/index.ts';
import { auxiliaryHead } from '../../model/auxiliary-head.ts';
import { type CellOperation, cellOperation } from '../../model/cell-operation.ts';
import { dropPath } from '../../model/drop-path.ts';
import type { ForwardOptions, Outputs } from '../../model/evaluation-network.ts';
import { cifarStem, classifier, preprocessing } from '../../model/frame.ts';
import type { Layer } from '../../model/layers.ts';
import { Weights } from '../../model/weights.ts';
import type { Key } from '../../rng/key.ts';
import type { CellKind } from '../../space/darts-cnn/genotype.ts';
import { auxiliaryCell, type CellLayout, layOut, type NetworkShape } from '../../space/darts-cnn/layout.ts';
import { edgeIndex, edges, nodesPerCell } from '../../space/darts-cnn/operations.ts';
import { candidateOperations, type NetworkRole, operationOf, sourceOf } from './candidates.ts';

/** What runs into one node: the candidates kept, and their weights z as a tensor [support.length]. */
export interface NodeInputs {
  readonly support: readonly number[];
  readonly weights: Tensor;
}

/** The four nodes of either kind of cell. */
export type SparseInputs = Readonly<Record<CellKind, readonly NodeInputs[]>>;

export interface SparseNetOptions {
  readonly key: Key;
  readonly role: NetworkRole;
  /** Whether there is an auxiliary head. */
  readonly auxiliary: boolean;
}

interface SparseCell {
  readonly layout: CellLayout;
  readonly kind: CellKind;
  readonly preprocess: readonly [Layer, Layer];
  /** For each of the fourteen edges, the seven operations. */
  readonly edges: readonly (readonly CellOperation[])[];
}

export class SparseNet {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly SparseCell[];
  readonly #scales = new Map<string, Parameter[]>();
  readonly #auxiliary: Layer | undefined;
  readonly #auxiliaryCell: number;
  readonly #classify: (x: Tensor) => Tensor;

  /** @param shape must have no `sizeProblem` */
  constructor(shape: NetworkShape, { key, role, auxiliary }: SparseNetOptions) {
    this.#weights = new Weights(key);
    this.#stem = cifarStem(this.#weights, shape);
    const layouts = layOut(shape);
    this.#cells = layouts.map((layout) => this.#makeCell(layout, role));
    this.#auxiliaryCell = auxiliaryCell(shape.layers);
    const read = layouts[this.#auxiliaryCell];
    this.#auxiliary =
      auxiliary && read
        ? auxiliaryHead(this.#weights, 'auxiliary_head.', read.outputChannels, shape.classes)
        : undefined;
    this.#classify = classifier(this.#weights, layouts.at(-1)?.outputChannels ?? 0, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Scales and shifts of the normalisations of all candidates of a node, over all cells of a kind. */
  scalesOf(kind: CellKind, node: number): readonly Parameter[] {
    return this.#scales.get(`${kind} ${node}`) ?? [];
  }

  /** Images [batch, height, width, channels] to logits. Call inside `tidy`. */
  run(images: Tensor, inputs: SparseInputs, options: ForwardOptions): Outputs {
    const { statistics } = options;
    let older = this.#stem(images, statistics);
    let previous = older;
    let auxiliaryLogits: Tensor | undefined;
    for (const cell of this.#cells) {
      const output = tidy(() => runCell(cell, older, previous, inputs[cell.kind], options));
      [older, previous] = [previous, output];
      if (this.#auxiliary && options.auxiliary && cell.layout.index === this.#auxiliaryCell) {
        auxiliaryLogits = this.#auxiliary(output, statistics);
      }
    }
    const logits = this.#classify(previous);
    return auxiliaryLogits ? { logits, auxiliaryLogits } : { logits };
  }

  dispose(): void {
    this.#weights.dispose();
  }

  #makeCell(layout: CellLayout, role: NetworkRole): SparseCell {
    const weights = this.#weights;
    const kind = layout.reduction ? 'reduce' : 'normal';
    const isTarget = role === 'target';
    const preprocess = preprocessing(weights, layout, isTarget);
    const made = edges.map(({ node, source }, edge) => {
      const before = weights.parameters.length;
      const options = {
        channels: layout.channels,
        stride: layout.reduction && source < 2 ? 2 : 1,
        affine: isTarget,
        normalisedPools: true,
        normalisedIdentity: isTarget,
      } as const;
      const candidates = candidateOperations.flatMap(
        (name, o) =>
          cellOperation(weights, `cells.${layout.index}._ops.${edge}._ops.${o}`, name, options) ?? [],
      );
      this.#noteScales(kind, node, weights.parameters.slice(before));
      return candidates;
    });
    return { layout, kind, preprocess, edges: made };
  }

  /** Scales and shifts are the only parameters of cells with one axis. */
  #noteScales(kind: CellKind, node: number, made: readonly Parameter[]): void {
    const name = `${kind} ${node}`;
    const scales = made.filter(({ shape }) => shape.length === 1);
    this.#scales.set(name, [...(this.#scales.get(name) ?? []), ...scales]);
  }
}

function runCell(
  cell: SparseCell,
  older: Tensor,
  previous: Tensor,
  inputs: readonly NodeInputs[],
  options: ForwardOptions,
): Tensor {
  const { statistics } = options;
  const sources = [cell.preprocess[0](older, statistics), cell.preprocess[1](previous, statistics)];
  for (let node = 0; node < nodesPerCell; node += 1) {
    const { support, weights } = inputs[node] ?? missing();
    const branches = support.map((candidate) => {
      const source = sourceOf(candidate);
      const operation = cell.edges[edgeIndex(node, source)]?.[operationOf(candidate)];
      const x = sources[source];
      if (!operation || !x) return missing();
      const y = operation.run(x, statistics);
      return options.dropPath && !operation.identity ? dropPath(y, options.dropPath) : y;
    });
    sources.push(mixedSum(branches, weights));
  }
  return concatChannels(sources.slice(2));
}

const missing = (): never => {
  throw new Error('Internal error: a node takes a candidate that it does not have');
};
