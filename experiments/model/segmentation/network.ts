/**
 * An Auto-DeepLab network as it is trained from scratch. It is convolutional throughout: images of any size can be run.
 * Sources: Liu et al. 2019 (Auto-DeepLab), sections 3.2 and 5; tensorflow/models, research/deeplab/core/nas_network.py.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../engine/index.ts';
import type { Draws } from '../../rng/draws.ts';
import type { Key } from '../../rng/key.ts';
import type { AutoDeepLabGenotype } from '../../space/auto-deeplab/genotype.ts';
import { mapsAt, planNetwork, type SegmentationShape } from '../../space/auto-deeplab/plan-network.ts';
import type { Layer, Statistics } from '../layers.ts';
import { dropProbability, type ScheduledDropPath } from '../nasnet/scheduled-drop-path.ts';
import { Weights } from '../weights.ts';
import { makeCell, type RunCell } from './cell.ts';
import { convBnRelu, makeHead, type RunHead } from './head.ts';
import { resizeBilinear, type Size } from './resize-bilinear.ts';

export interface SegmentationForward {
  readonly statistics: Statistics;
  readonly training?: { readonly dropPath: ScheduledDropPath; readonly draws: Draws };
}

/** What the released code adds to variances. */
const epsilon = 1e-3;

interface PlacedCell {
  readonly run: RunCell;
  readonly level: number;
  /** Of the inputs inside the cell. */
  readonly insideLevel: number;
}

export class SegmentationNetwork {
  readonly #weights: Weights;
  readonly #stem: readonly [Layer, Layer, Layer];
  readonly #cells: readonly PlacedCell[];
  readonly #lowLevelCell: number;
  readonly #head: RunHead;

  constructor(genotype: AutoDeepLabGenotype, shape: SegmentationShape, key: Key) {
    const making = { weights: new Weights(key), epsilon };
    const plan = planNetwork(genotype, shape);
    const c = shape.stemChannels;
    this.#weights = making.weights;
    this.#stem = [
      convBnRelu(making, 'stem.0', { from: shape.image.channels, to: c }, { kernel: 3, stride: 2 }),
      convBnRelu(making, 'stem.1', { from: c, to: c }, { kernel: 3 }),
      convBnRelu(making, 'stem.2', { from: c, to: 2 * c }, { kernel: 3, stride: 2 }),
    ];
    this.#cells = plan.cells.map((cell, i) => ({
      run: makeCell(making, genotype, cell),
      level: cell.level,
      insideLevel: Math.min(cell.level, plan.cells[i - 1]?.level ?? 0),
    }));
    this.#lowLevelCell = plan.lowLevelCell;
    this.#head = makeHead(making, plan, shape);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Running means and variances. */
  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  /** Images [batch, height, width, channels] to scores [batch, height, width, classes]. Call inside `tidy`. */
  run(images: Tensor, { statistics, training }: SegmentationForward): Tensor {
    const [, height = 0, width = 0] = images.shape;
    const sizeAt = (level: number): Size => mapsAt({ height, width }, level, 0);
    const [first, second, third] = this.#stem;
    let older = second(first(images, statistics), statistics);
    let current = third(older, statistics);
    let lowLevel = current;
    this.#cells.forEach(({ run, level, insideLevel }, i) => {
      const drop = training && {
        probability: dropProbability(training.dropPath, i, this.#cells.length),
        draws: training.draws,
      };
      const sizes = { inside: sizeAt(insideLevel), output: sizeAt(level) };
      const [now, before] = [current, older];
      current = tidy(() => run(now, before, { statistics, sizes, ...(drop ? { dropPath: drop } : {}) }));
      older = now;
      if (i === this.#lowLevelCell) lowLevel = current;
    });
    return resizeBilinear(this.#head(current, lowLevel, statistics), { height, width });
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
