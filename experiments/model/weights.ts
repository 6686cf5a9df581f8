/**
 * The trainable numbers of a network, made layer by layer in the official order and under the official names (those
 * of PyTorch's `named_parameters`), each initialised from its own child key: adding a layer changes no other one.
 */
import { Parameter } from '../engine/index.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';

/** Running mean and variance of a normalisation, which training tracks and evaluation uses. */
export interface RunningStatistics {
  readonly mean: Parameter;
  readonly variance: Parameter;
}

export class Weights {
  readonly #key: Key;
  readonly #parameters: Parameter[] = [];
  readonly #statistics: Parameter[] = [];

  constructor(key: Key) {
    this.#key = key;
  }

  /** In the order they were made. */
  get parameters(): readonly Parameter[] {
    return this.#parameters;
  }

  /** Not trained: running means and variances. */
  get statistics(): readonly Parameter[] {
    return this.#statistics;
  }

  /** A convolution's filter [kernel, kernel, inChannels, outChannels], uniform within 1 / sqrt(fan-in). */
  convolution(name: string, kernel: number, inChannels: number, outChannels: number): Parameter {
    const fanIn = kernel * kernel * inChannels;
    return this.#uniform(`${name}.weight`, [kernel, kernel, inChannels, outChannels], fanIn);
  }

  /** A depthwise filter [kernel, kernel, channels, 1], uniform within 1 / sqrt(fan-in). */
  depthwise(name: string, kernel: number, channels: number): Parameter {
    return this.#uniform(`${name}.weight`, [kernel, kernel, channels, 1], kernel * kernel);
  }

  /** A linear layer's weight [inputs, outputs] and bias [outputs], both uniform within 1 / sqrt(inputs). */
  linear(
    name: string,
    inputs: number,
    outputs: number,
  ): { readonly weight: Parameter; readonly bias: Parameter } {
    return {
      weight: this.#uniform(`${name}.weight`, [inputs, outputs], inputs),
      bias: this.#uniform(`${name}.bias`, [outputs], inputs),
    };
  }

  /** Scale 1 and shift 0 of a normalisation, [channels] each. */
  affine(name: string, channels: number): { readonly gamma: Parameter; readonly beta: Parameter } {
    return {
      gamma: this.#add(new Parameter(`${name}.weight`, [channels], new Float32Array(channels).fill(1))),
      beta: this.#add(new Parameter(`${name}.bias`, [channels])),
    };
  }

  /** Mean 0 and variance 1, [channels] each. */
  runningStatistics(name: string, channels: number): RunningStatistics {
    const mean = new Parameter(`${name}.running_mean`, [channels]);
    const variance = new Parameter(`${name}.running_var`, [channels], new Float32Array(channels).fill(1));
    this.#statistics.push(mean, variance);
    return { mean, variance };
  }

  dispose(): void {
    for (const parameter of [...this.#parameters, ...this.#statistics]) parameter.dispose();
  }

  /** PyTorch's default for convolutions and linear layers: Kaiming uniform with a = sqrt(5) (He et al. 2015). */
  #uniform(name: string, shape: readonly number[], fanIn: number): Parameter {
    const bound = 1 / Math.sqrt(fanIn);
    const source = draws(split(this.#key, name));
    const size = shape.reduce((product, axis) => product * axis, 1);
    const values = Float32Array.from({ length: size }, () => bound * (2 * source.uniform() - 1));
    return this.#add(new Parameter(name, shape, values));
  }

  #add(parameter: Parameter): Parameter {
    this.#parameters.push(parameter);
    return parameter;
  }
}
