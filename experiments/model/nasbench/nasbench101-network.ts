/**
 * The network of a NAS-Bench-101 cell: stem, stacks of the cell, 2x2 maximum pools between stacks, global average
 * pool, dense layer. Source: Ying et al. 2019, section 2.1 and figure 1.
 */
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { maxPool, type Parameter } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import { type CellPlace, type Nasbench101Shape, placeCells } from '../../space/nasbench101/parameters.ts';
import { pruned } from '../../space/nasbench101/prune.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import { classifier } from '../frame.ts';
import type { Layer, Statistics } from '../layers.ts';
import { convBnRelu } from './conv-bn-relu.ts';
import { nasbench101Cell } from './nasbench101-cell.ts';
import { VarianceScaledWeights } from './variance-scaled-weights.ts';

/** 1 - 0.997, as the benchmark's networks were trained. */
const recordedStatisticsRate = 0.003;

export class Nasbench101Network {
  readonly #weights: VarianceScaledWeights;
  readonly #stem: Layer;
  readonly #cells: readonly { readonly place: CellPlace; readonly run: Layer }[];
  readonly #classify: (x: Tensor) => Tensor;

  /**
   * @param shape must have no `nasbench101Problem` with the spec
   * @param statisticsRate share of a minibatch in the running statistics
   * @throws TypeError when no path leads from the cell's input to its output
   */
  constructor(
    spec: CellSpec,
    shape: Nasbench101Shape,
    { key, statisticsRate = recordedStatisticsRate }: { readonly key: Key; readonly statisticsRate?: number },
  ) {
    const cell = pruned(spec);
    const weights = new VarianceScaledWeights(key);
    const { inputChannels: from, stemChannels: to } = shape;
    this.#weights = weights;
    this.#stem = convBnRelu(weights, 'stem', { kernel: 3, from, to, statisticsRate });
    this.#cells = placeCells(shape).map((place) => ({
      place,
      run: nasbench101Cell(weights, cell, place, statisticsRate),
    }));
    this.#classify = classifier(weights, this.#cells.at(-1)?.place.channels ?? to, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Running means and variances. */
  get statistics(): readonly Parameter[] {
    return this.#weights.statistics;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, statistics: Statistics): Tensor {
    let x = this.#stem(images, statistics);
    for (const { place, run } of this.#cells) {
      const from = x;
      x = tidy(() => run(place.pooled ? halve(from) : from, statistics));
    }
    return this.#classify(x);
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

/** 2x2 maximum pool of stride 2; a row or column left over at the bottom or right is a window of its own. */
function halve(x: Tensor): Tensor {
  const [, height = 0, width = 0] = x.shape;
  const pad = [
    [0, height % 2],
    [0, width % 2],
  ] as const;
  return maxPool(x, { size: 2, stride: 2, pad });
}
