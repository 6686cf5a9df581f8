/**
 * The network a genotype names, as trained from scratch: normalisations have a scale and a shift, pools stand alone,
 * drop path and an auxiliary head help while it trains.
 * Source: Liu et al. 2019, section 3.2.1 and appendix A.1.
 */
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../schemas/architecture.ts';
import { addN, concatChannels, type Parameter } from '../engine/index.ts';
import type { Key } from '../rng/key.ts';
import {
  auxiliaryCell,
  type CellLayout,
  layOut,
  type NetworkShape,
  type StemKind,
} from '../space/darts-cnn/layout.ts';
import { auxiliaryHead, auxiliaryProblem } from './auxiliary-head.ts';
import { type CellOperation, cellOperation } from './cell-operation.ts';
import { type DropPath, dropPath } from './drop-path.ts';
import { cifarStem, classifier, preprocessing, sizeProblem } from './frame.ts';
import { imagenetSizeProblem, imagenetStem } from './imagenet-stem.ts';
import type { Layer, Statistics } from './layers.ts';
import { Weights } from './weights.ts';

interface Branch {
  readonly operation: CellOperation | undefined;
  readonly source: number;
}

interface DiscreteCell {
  readonly layout: CellLayout;
  readonly preprocess: readonly [Layer, Layer];
  /** The branches into each node. */
  readonly nodes: readonly (readonly Branch[])[];
  readonly concat: readonly number[];
}

export interface ForwardOptions {
  readonly statistics: Statistics;
  /** Only while training. */
  readonly dropPath?: DropPath;
  /** Whether to run the auxiliary head, if there is one. */
  readonly auxiliary?: boolean;
}

export interface Outputs {
  /** [batch, classes]. */
  readonly logits: Tensor;
  readonly auxiliaryLogits?: Tensor;
}

export interface EvaluationNetworkOptions {
  readonly key: Key;
  readonly auxiliary: boolean;
  /** Default `cifar`. */
  readonly stem?: StemKind;
  /**
   * Whether an affine normalisation follows every pool and identity, as one-stage ISTA-NAS has it. Default: what
   * the genotype says.
   */
  readonly normalisedPools?: boolean;
  /** Of the auxiliary head: see `AuxiliaryHeadOptions`. */
  readonly secondNormalisation?: boolean;
}

/** From images to the two inputs of the first cell. */
type Stem = (images: Tensor, statistics: Statistics) => readonly [older: Tensor, previous: Tensor];

const multipliersOf = (genotype: CnnGenotype) => ({
  normal: genotype.normal_concat.length,
  reduce: genotype.reduce_concat.length,
});

export class EvaluationNetwork {
  readonly #weights: Weights;
  readonly #stem: Stem;
  readonly #cells: readonly DiscreteCell[];
  readonly #auxiliary: Layer | undefined;
  readonly #auxiliaryCell: number;
  readonly #classify: (x: Tensor) => Tensor;

  /** @param options must have no `networkProblem` */
  constructor(genotype: CnnGenotype, shape: NetworkShape, options: EvaluationNetworkOptions) {
    const { stem = 'cifar', secondNormalisation } = options;
    const normalisedPools = options.normalisedPools ?? genotype.extra_batch_norm ?? false;
    const weights = new Weights(options.key);
    const layouts = layOut(shape, multipliersOf(genotype), stem);
    this.#weights = weights;
    this.#auxiliaryCell = auxiliaryCell(shape.layers);
    this.#stem = makeStem(weights, shape, stem);
    this.#cells = layouts.map((layout) => makeCell(weights, layout, genotype, normalisedPools));
    const read = layouts[this.#auxiliaryCell];
    const head = { stem, ...(secondNormalisation === undefined ? {} : { secondNormalisation }) };
    this.#auxiliary =
      options.auxiliary && read
        ? auxiliaryHead(weights, 'auxiliary_head.', read.outputChannels, shape.classes, head)
        : undefined;
    this.#classify = classifier(weights, layouts.at(-1)?.outputChannels ?? 0, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Running means and variances. */
  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  /** Images [batch, height, width, channels] to logits. Call inside `tidy`. */
  run(images: Tensor, options: ForwardOptions): Outputs {
    const { statistics } = options;
    let [older, previous] = this.#stem(images, statistics);
    let auxiliaryLogits: Tensor | undefined;
    for (const cell of this.#cells) {
      const output = tidy(() => runCell(cell, older, previous, options));
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
}

/** Why the network cannot be built for these images, or undefined. */
export function networkProblem(
  shape: NetworkShape,
  auxiliary: boolean,
  stem: StemKind = 'cifar',
): string | undefined {
  const problem = stem === 'cifar' ? sizeProblem(shape) : imagenetSizeProblem(shape);
  if (problem || !auxiliary) return problem;
  const read = layOut(shape, undefined, stem)[auxiliaryCell(shape.layers)];
  return read ? auxiliaryProblem(read.outputHeight, read.outputWidth, stem) : undefined;
}

function makeStem(weights: Weights, shape: NetworkShape, kind: StemKind): Stem {
  if (kind === 'cifar') {
    const stem = cifarStem(weights, shape);
    return (images, statistics) => {
      const both = stem(images, statistics);
      return [both, both];
    };
  }
  const [toOlder, toPrevious] = imagenetStem(weights, shape);
  return (images, statistics) => {
    const older = toOlder(images, statistics);
    return [older, toPrevious(older, statistics)];
  };
}

function makeCell(
  weights: Weights,
  layout: CellLayout,
  genotype: CnnGenotype,
  normalisedPools: boolean,
): DiscreteCell {
  const preprocess = preprocessing(weights, layout, true);
  const cell = layout.reduction ? genotype.reduce : genotype.normal;
  const branches = cell.map(([name, source], i): Branch => {
    const stride = layout.reduction && source < 2 ? 2 : 1;
    const normalised = { normalisedPools, normalisedIdentity: normalisedPools };
    const options = { channels: layout.channels, stride, affine: true, ...normalised } as const;
    return { operation: cellOperation(weights, `cells.${layout.index}._ops.${i}`, name, options), source };
  });
  const nodes = Array.from({ length: branches.length / 2 }, (_, n) => branches.slice(2 * n, 2 * n + 2));
  return {
    layout,
    preprocess,
    nodes,
    concat: layout.reduction ? genotype.reduce_concat : genotype.normal_concat,
  };
}

function runCell(cell: DiscreteCell, older: Tensor, previous: Tensor, options: ForwardOptions): Tensor {
  const { statistics } = options;
  const sources = [cell.preprocess[0](older, statistics), cell.preprocess[1](previous, statistics)];
  for (const branches of cell.nodes) {
    const outputs = branches.flatMap(({ operation, source }) => {
      const x = sources[source];
      if (!operation || !x) return [];
      const y = operation.run(x, statistics);
      return [options.dropPath && !operation.identity ? dropPath(y, options.dropPath) : y];
    });
    sources.push(outputs.length > 0 ? addN(outputs) : emptyNode(cell.layout, sources));
  }
  return concatChannels(cell.concat.flatMap((node) => sources[node] ?? []));
}

/** A node that takes nothing but `none` is zero. */
const emptyNode = (layout: CellLayout, sources: readonly Tensor[]): Tensor =>
  zeros([sources[0]?.shape[0] ?? 0, layout.outputHeight, layout.outputWidth, layout.channels]);
