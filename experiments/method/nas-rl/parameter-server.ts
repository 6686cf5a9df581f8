/**
 * Holds the parameters of the controller in shards: slices of about equal length of all weights in a row, each with its
 * own sums of gradients and its own Adam. A shard moves by the mean of so many gradients. Since every gradient reaches all
 * shards at the same logical time, their number changes no result. Source: Zoph and Le 2017, section 3.2; how several
 * gradients are put together is ours.
 */
import { AdamAscent } from '../ppo/adam.ts';
import { type ControllerWeights, zerosLike } from '../ppo/controller.ts';
import { addTo, type Matrix, matrix } from '../ppo/matrix.ts';

export interface ServerOptions {
  readonly shards: number;
  readonly gradientsPerUpdate: number;
  readonly learningRate: number;
}

export class ParameterServer {
  readonly #weights: ControllerWeights;
  readonly #shards: readonly Shard[];

  /** @param weights held from now on; changed in place */
  constructor(weights: ControllerWeights, options: ServerOptions) {
    const { shards } = options;
    const size = [...weights.values()].reduce((sum, { values }) => sum + values.length, 0);
    const border = (shard: number): number => Math.floor((shard * size) / shards);
    this.#weights = weights;
    this.#shards = Array.from(
      { length: shards },
      (_, shard) => new Shard(weights, [border(shard), border(shard + 1)], options),
    );
  }

  /** A copy of the parameters as they are. */
  fetch(): ControllerWeights {
    return new Map(
      [...this.#weights].map(([name, { rows, columns, values }]) => [
        name,
        matrix(rows, columns, Float64Array.from(values)),
      ]),
    );
  }

  /** @param gradients of what is to be raised, by the names and shapes of the weights */
  push(gradients: ControllerWeights): void {
    for (const shard of this.#shards) shard.push(gradients);
  }
}

type Slice = readonly [from: number, to: number];

class Shard {
  readonly #slice: Slice;
  readonly #options: ServerOptions;
  readonly #optimizer: AdamAscent;
  #sums: ControllerWeights;
  #gathered = 0;

  constructor(weights: ControllerWeights, slice: Slice, options: ServerOptions) {
    const own = sliced(weights, slice);
    this.#slice = slice;
    this.#options = options;
    this.#optimizer = new AdamAscent(own);
    this.#sums = zerosLike(own);
  }

  push(gradients: ControllerWeights): void {
    const { gradientsPerUpdate, learningRate } = this.#options;
    for (const [name, { values }] of sliced(gradients, this.#slice)) {
      addTo((this.#sums.get(name) as Matrix).values, values);
    }
    this.#gathered += 1;
    if (this.#gathered < gradientsPerUpdate) return;
    for (const { values } of this.#sums.values()) {
      values.forEach((sum, i) => {
        values[i] = sum / gradientsPerUpdate;
      });
    }
    this.#optimizer.step(this.#sums, learningRate);
    this.#sums = zerosLike(this.#sums);
    this.#gathered = 0;
  }
}

/** Views of the numbers of a slice of all weights, in the order of the map. */
function sliced(weights: ControllerWeights, [from, to]: Slice): ControllerWeights {
  const views = new Map<string, Matrix>();
  let start = 0;
  for (const [name, { values }] of weights) {
    const own = values.subarray(Math.max(0, from - start), Math.max(0, to - start));
    if (own.length > 0) views.set(name, { rows: 1, columns: own.length, values: own });
    start += values.length;
  }
  return views;
}
