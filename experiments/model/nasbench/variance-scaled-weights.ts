/**
 * Weights initialised as TensorFlow's layers were when NAS-Bench-101 was recorded: filters by variance scaling with
 * its default arguments, dense layers by Glorot's uniform distribution, biases zero.
 */
import type { Parameter } from '../../engine/index.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { Weights } from '../weights.ts';

/** Standard deviation of a standard normal number that is drawn again until it lies within [-2, 2]. */
const truncatedDeviation = 0.8796256610342398;

export class VarianceScaledWeights extends Weights {
  readonly #key: Key;

  constructor(key: Key) {
    super(key);
    this.#key = split(key, 'variance-scaling');
  }

  /** Truncated normal with variance 1 / fan-in. */
  override convolution(name: string, kernel: number, inChannels: number, outChannels: number): Parameter {
    const filter = super.convolution(name, kernel, inChannels, outChannels);
    const deviation = 1 / Math.sqrt(kernel * kernel * inChannels) / truncatedDeviation;
    this.#fill(filter, (source) => deviation * truncatedNormal(source));
    return filter;
  }

  override linear(name: string, inputs: number, outputs: number) {
    const made = super.linear(name, inputs, outputs);
    const bound = Math.sqrt(6 / (inputs + outputs));
    this.#fill(made.weight, (source) => bound * (2 * source.uniform() - 1));
    made.bias.write(new Float32Array(outputs));
    return made;
  }

  #fill(parameter: Parameter, draw: (source: Draws) => number): void {
    const source = draws(split(this.#key, parameter.name));
    parameter.write(Float32Array.from({ length: parameter.value.size }, () => draw(source)));
  }
}

function truncatedNormal(source: Draws): number {
  let value = source.normal();
  while (Math.abs(value) > 2) value = source.normal();
  return value;
}
