/**
 * The one-shot model of NAS-Bench-1Shot1. Always normalises by the minibatch at hand, also when it is measured. In
 * automl/nasbench-1shot1@cb0f0ec PyTorch's normalisation has a momentum of 0.997, meant for TensorFlow, whose
 * convention is the opposite: its running statistics forget all but the last minibatch, and after training with one
 * architecture at a time they would be those of the last architecture. Source: Zela et al. 2020, section 3.2, and
 * automl/nasbench-1shot1@cb0f0ec.
 */
import { type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { maxPool, type Parameter } from '../../engine/index.ts';
import type { Key } from '../../rng/key.ts';
import {
  type Bench1Shot1Place,
  type Bench1Shot1Shape,
  placeBench1Shot1Cells,
} from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import type { Bench1Shot1Cell } from '../../space/nasbench1shot1/cell.ts';
import type { Bench1Shot1Weights } from '../../space/nasbench1shot1/discretise.ts';
import { blockCount, operations } from '../../space/nasbench1shot1/layout.ts';
import { classifier } from '../frame.ts';
import { type Layer, reluConvBn } from '../layers.ts';
import { Weights } from '../weights.ts';
import { Bench1Shot1CellLayers, type CellWeights } from './bench1shot1-cell.ts';
import { convBnRelu } from './conv-bn-relu.ts';

/**
 * How the cells run. `mixed`: every operation and edge, weighted; called once for each cell, so that a method may draw
 * anew in each. `path`: only what one architecture uses.
 */
export type Bench1Shot1Mode =
  | { readonly kind: 'mixed'; readonly weights: (cell: number) => CellWeights }
  | { readonly kind: 'path'; readonly cell: Bench1Shot1Cell };

export class Bench1Shot1Network {
  readonly #weights: Weights;
  readonly #stem: Layer;
  readonly #cells: readonly { readonly place: Bench1Shot1Place; readonly layers: Bench1Shot1CellLayers }[];
  readonly #narrow: Layer;
  readonly #classify: (x: Tensor) => Tensor;

  /** @param shape must have no `bench1shot1Problem` */
  constructor(shape: Bench1Shot1Shape, key: Key) {
    const weights = new Weights(key);
    const { inputChannels: from, initialChannels: to } = shape;
    this.#weights = weights;
    this.#stem = convBnRelu(weights, 'stem', { kernel: 3, from, to, statisticsRate: 0 });
    this.#cells = placeBench1Shot1Cells(shape).map((place) => ({
      place,
      layers: new Bench1Shot1CellLayers(weights, shape, place),
    }));
    const last = this.#cells.at(-1)?.place.channels ?? 0;
    this.#narrow = reluConvBn(weights, 'narrow', last * blockCount(shape.space), last, false);
    this.#classify = classifier(weights, last, shape.classes);
  }

  get parameters(): readonly Parameter[] {
    return this.#weights.parameters;
  }

  /** Images [batch, height, width, channels] to logits [batch, classes]. Call inside `tidy`. */
  logits(images: Tensor, mode: Bench1Shot1Mode): Tensor {
    let x = this.#stem(images, 'batch');
    for (const { place, layers } of this.#cells) {
      const from = x;
      x = tidy(() => {
        const input = place.pooled ? maxPool(from, { size: 2, stride: 2, pad: 1 }) : from;
        return mode.kind === 'path'
          ? layers.runPath(input, mode.cell)
          : layers.runMixed(input, mode.weights(place.index));
      });
    }
    return this.#classify(this.#narrow(x, 'batch'));
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

/** Weights that are given and not learned. Call inside `tidy`. */
export const constantWeights = ({ mixedOps, inputs, output }: Bench1Shot1Weights): CellWeights => ({
  mixedOps: tensor2d(
    mixedOps.map((row) => [...row]),
    [mixedOps.length, operations.length],
  ),
  inputs: inputs.map((row) => tensor1d([...row])),
  output: tensor1d([...output]),
});
