/**
 * One cell of the NAS-Bench-1Shot1 one-shot model: choice blocks, each of which holds all operations and reads a
 * projection of its own of the cell's input and the blocks before it. The output joins all blocks and adds a
 * projection of the input. Source: Zela et al. 2020, section 3.2 and figure 2, and automl/nasbench-1shot1@cb0f0ec.
 */
import { reshape, slice, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { addN, concatChannels, mixedSum, splitChannels } from '../../engine/index.ts';
import type { Bench1Shot1Place, Bench1Shot1Shape } from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import { type Bench1Shot1Cell, keepReached } from '../../space/nasbench1shot1/cell.ts';
import { blockCount, firstNodeWithChoice, operations } from '../../space/nasbench1shot1/layout.ts';
import { type Layer, pooling } from '../layers.ts';
import { shuffleChannels } from '../partial-super-net.ts';
import type { Weights } from '../weights.ts';
import { convBnRelu } from './conv-bn-relu.ts';

/** What multiplies the branches of one cell. Gradients flow through all of it. */
export interface CellWeights {
  /** [blocks, 3 operations]. */
  readonly mixedOps: Tensor;
  /** For each node with a choice of parents: [node], its first entry for the cell's input. */
  readonly inputs: readonly Tensor[];
  /** [blocks + 1], its first entry for the cell's input. */
  readonly output: Tensor;
}

interface ChoiceBlock {
  readonly project: Layer;
  /** In the order of `operations`. */
  readonly ops: readonly Layer[];
}

/** The normalisations take their statistics from the minibatch; see Bench1Shot1Network. */
export class Bench1Shot1CellLayers {
  readonly #shape: Bench1Shot1Shape;
  readonly #place: Bench1Shot1Place;
  readonly #blocks: readonly ChoiceBlock[];
  readonly #projectToOutput: Layer;

  constructor(weights: Weights, shape: Bench1Shot1Shape, place: Bench1Shot1Place) {
    const name = `cells.${place.index}`;
    const { inputChannels, channels } = place;
    const blocks = blockCount(shape.space);
    this.#shape = shape;
    this.#place = place;
    this.#blocks = Array.from({ length: blocks }, (_, b) => ({
      project: block(weights, `${name}.blocks.${b}.projection`, 1, inputChannels, channels),
      ops: operations.map((operation, o) =>
        operationLayer(weights, `${name}.blocks.${b}.ops.${o}`, operation, channels / shape.partialChannels),
      ),
    }));
    this.#projectToOutput = block(weights, `${name}.output`, 1, inputChannels, channels * blocks);
  }

  /** All operations of all blocks. Call inside `tidy`. */
  runMixed(input: Tensor, weights: CellWeights): Tensor {
    const firstChoice = firstNodeWithChoice(this.#shape.space);
    const states: Tensor[] = [];
    this.#blocks.forEach(({ project, ops }, b) => {
      states.push(
        tidy(() => {
          const arriving = [project(input, 'batch'), ...states];
          const edgeWeights = b + 1 < firstChoice ? undefined : weights.inputs[b + 1 - firstChoice];
          const sum = edgeWeights ? mixedSum(arriving, edgeWeights) : addUp(arriving);
          const row = reshape(slice(weights.mixedOps, [b, 0], [1, operations.length]), [operations.length]);
          return this.#onPart(sum, (part) =>
            mixedSum(
              ops.map((op) => op(part, 'batch')),
              row,
            ),
          );
        }),
      );
    });
    const scaled = (x: Tensor, i: number): Tensor => mixedSum([x], slice(weights.output, [i], [1]));
    const joined = concatChannels(states.map((state, b) => scaled(state, b + 1)));
    return addN([scaled(this.#projectToOutput(input, 'batch'), 0), joined]);
  }

  /** Only what the output of `cell` reaches, at weight 1: the same as `runMixed` with weights of 0 and 1. */
  runPath(input: Tensor, cell: Bench1Shot1Cell): Tensor {
    const parents = keepReached(cell.parents);
    const states: (Tensor | undefined)[] = [];
    this.#blocks.forEach(({ project, ops }, b) => {
      const sources = parents[b] ?? [];
      const operation = ops[(operations as readonly string[]).indexOf(cell.ops[b] ?? '')];
      if (sources.length === 0 || !operation) {
        states.push(undefined);
        return;
      }
      const arriving = sources.flatMap((node) =>
        node === 0 ? project(input, 'batch') : (states[node - 1] ?? []),
      );
      states.push(this.#onPart(addUp(arriving), (part) => operation(part, 'batch')));
    });
    const toOutput = parents.at(-1) ?? [];
    const { height, width, channels } = this.#place;
    const nothing = zeros([input.shape[0] ?? 0, height, width, channels]);
    const joined = concatChannels(
      states.map((state, b) => (toOutput.includes(b + 1) && state ? state : nothing)),
    );
    return toOutput.includes(0) ? addN([this.#projectToOutput(input, 'batch'), joined]) : joined;
  }

  /** Runs `f` on one in K channels, and mixes them with the others. */
  #onPart(x: Tensor, f: (part: Tensor) => Tensor): Tensor {
    const { partialChannels: k } = this.#shape;
    if (k === 1) return f(x);
    const { channels } = this.#place;
    const [part, rest] = splitChannels(x, [channels / k, channels - channels / k]);
    if (!part || !rest) throw new Error('Internal error: the channels were not split');
    return shuffleChannels(concatChannels([f(part), rest]), k);
  }
}

const addUp = (tensors: readonly Tensor[]): Tensor =>
  tensors.length === 1 ? (tensors[0] as Tensor) : addN(tensors);

/** The rate is of no use here: no pass reads running statistics. */
const block = (weights: Weights, name: string, kernel: 1 | 3, from: number, to: number): Layer =>
  convBnRelu(weights, name, { kernel, from, to, statisticsRate: 0 });

function operationLayer(weights: Weights, name: string, operation: string, channels: number): Layer {
  if (operation === 'maxpool3x3') return pooling('max', 1);
  return block(weights, name, operation === 'conv3x3-bn-relu' ? 3 : 1, channels, channels);
}
