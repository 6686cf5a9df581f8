/** A super-net with continuous architecture parameters, as the search loop sees it: one for each method. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../schemas/json.ts';
import type { Parameter } from '../engine/index.ts';
import type { Key } from '../rng/key.ts';

/** `A`: an architecture of the space. */
export interface RelaxedNetwork<A> {
  readonly weights: readonly Parameter[];
  readonly architecture: readonly Parameter[];
  /** What one step trains; its noise, if any, comes from the key. */
  pass(at: PassContext): Promise<Pass>;
  /** The network as a whole with the present architecture parameters, without noise: what an epoch is measured on. */
  whole(): Promise<Pass>;
  /** Undefined when a parameter has stopped being a number. */
  read(): Promise<Reading<A> | undefined>;
  dispose(): void;
}

export interface PassContext {
  /** 0-based. */
  readonly epoch: number;
  readonly key: Key;
}

/** One way to run the network. All its forward passes share their noise. */
export interface Pass {
  /** Images to logits, differentiable by weights and architecture. Call inside `tidy`. */
  logits(images: Tensor): Tensor;
  /** A scalar of value 0 whose gradient by the architecture is that of a penalty. Call inside `tidy`. */
  penalty?(): Tensor;
  /** Of one example forward. */
  readonly multiplyAdds: number;
  dispose(): void;
}

/** Where the architecture parameters stand. */
export interface Reading<A> {
  /** What the parameters discretise to. */
  readonly architecture: A;
  /** The parameters by name, for the trajectory. */
  readonly parameters: JsonObject;
  /** The network with only what the architecture keeps. */
  discrete(): Pass;
}
