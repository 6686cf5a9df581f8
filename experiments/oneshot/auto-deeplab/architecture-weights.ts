/** What the search steps on besides the network: weights of operations on edges, and of arrows. */
import { add, softmax, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { Parameter } from '../../engine/index.ts';
import { arrowShape } from '../../model/segmentation/trellis-net.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { decodeCell, edgeCount } from '../../space/auto-deeplab/decode-cell.ts';
import type { AutoDeepLabGenotype } from '../../space/auto-deeplab/genotype.ts';
import { operations } from '../../space/auto-deeplab/operations.ts';
import { hasMove, levels, moves } from '../../space/auto-deeplab/trellis.ts';
import { type ArrowValues, arrowProbabilities, viterbi } from '../../space/auto-deeplab/viterbi.ts';

/** Source: Liu et al. 2019 (Auto-DeepLab), section 4.2. */
const deviation = 0.001;
/** Far below every logit, so that its share of a softmax is 0. */
const absent = -1e9;

export class ArchitectureWeights {
  /** [edges, 8], one cell for all layers and strides. */
  readonly alpha: Parameter;
  /** [layers, 4, 3], by the level where an arrow begins; those of arrows that do not exist are never used. */
  readonly beta: Parameter;
  readonly #blocks: number;

  constructor({ blocks, layers }: { readonly blocks: number; readonly layers: number }, key: Key) {
    this.#blocks = blocks;
    this.alpha = normal('alpha', [edgeCount(blocks), operations.length], key);
    this.beta = normal('beta', arrowShape(layers), key);
  }

  get parameters(): readonly Parameter[] {
    return [this.alpha, this.beta];
  }

  /** A softmax over the operations of each edge. Call inside `tidy`. */
  operations(): Tensor {
    return softmax(this.alpha.value);
  }

  /** A softmax over the arrows that leave each node. Call inside `tidy`. */
  arrows(): Tensor {
    return softmax(add(this.beta.value, tensor(borders(this.beta.shape[0] ?? 0), [...this.beta.shape])));
  }

  /** Undefined when a number is none. */
  async read(): Promise<ArchitectureReading | undefined> {
    const [alpha, beta] = [await this.alpha.download(), await this.beta.download()];
    if (![...alpha, ...beta].every(Number.isFinite)) return undefined;
    const rows = inRows(alpha, operations.length);
    const arrows: ArrowValues = inRows(beta, levels * moves.length).map((layer) =>
      inRows(layer, moves.length),
    );
    const { path, probability } = viterbi(arrowProbabilities(arrows));
    return {
      genotype: { cell: decodeCell(rows, this.#blocks), path },
      probability,
      alpha: rows,
      beta: arrows,
    };
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

export interface ArchitectureReading {
  readonly genotype: AutoDeepLabGenotype;
  /** Of the path. */
  readonly probability: number;
  readonly alpha: readonly (readonly number[])[];
  readonly beta: ArrowValues;
}

function normal(name: string, shape: readonly number[], key: Key): Parameter {
  const source = draws(split(key, name));
  const size = shape.reduce((product, axis) => product * axis, 1);
  return new Parameter(
    name,
    shape,
    Float32Array.from({ length: size }, () => deviation * source.normal()),
  );
}

/** 0 for arrows within the strides of the trellis. Levels that a layer does not have yet are never read. */
const borders = (layers: number): Float32Array =>
  Float32Array.from({ length: layers * levels * moves.length }, (_, i) => {
    const from = Math.floor(i / moves.length) % levels;
    return hasMove(from, moves[i % moves.length] ?? 0) ? 0 : absent;
  });

// Canonical JSON has no negative zero.
const inRows = (values: ArrayLike<number>, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_value, i) => (values[row * width + i] ?? 0) + 0),
  );
