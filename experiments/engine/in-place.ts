/** Updates that write into the memory of a tensor. One set of functions per backend; optimisers use the current one. */
import { getBackend, type Tensor } from '@tensorflow/tfjs-core';

export interface SgdSettings {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** Whether the velocity holds nothing yet, so that it starts as the gradient. */
  readonly first: boolean;
}

export interface AdamSettings {
  /** Learning rate with the bias corrections of this step. */
  readonly stepSize: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** Multiplies the root of the second moment, before `epsilon` is added. */
  readonly rootScale: number;
  readonly epsilon: number;
}

export interface InPlace {
  /** g = gradient + weightDecay * w; v = momentum * v + g; w -= learningRate * v. Without velocity: v = g. */
  readonly sgd: (weights: Tensor, gradient: Tensor, velocity: Tensor | null, settings: SgdSettings) => void;
  readonly adam: (
    weights: Tensor,
    gradient: Tensor,
    firstMoment: Tensor,
    secondMoment: Tensor,
    settings: AdamSettings,
  ) => void;
  /** The sum of squares, added up in float64. */
  readonly sumOfSquares: (x: Tensor) => number;
  /** target = keep * target + take * source */
  readonly blend: (target: Tensor, source: Tensor, keep: number, take: number) => void;
  /** target += source */
  readonly add: (target: Tensor, source: Tensor) => void;
  /** target *= factor */
  readonly scale: (target: Tensor, factor: number) => void;
  /** Overwrites all values. */
  readonly write: (target: Tensor, values: Float32Array) => void;
  /**
   * Clips as `clipByGlobalNorm` does, on the device. Only where values cannot be read at once; there `sumOfSquares`
   * throws.
   */
  readonly clip?: (gradients: readonly Tensor[], maxNorm: number) => void;
}

const byBackend = new Map<string, InPlace>();

export const registerInPlace = (backendName: string, functions: InPlace): void => {
  byBackend.set(backendName, functions);
};

/** @throws Error when no engine was started */
export const inPlace = (): InPlace => {
  const functions = byBackend.get(getBackend());
  if (functions === undefined) throw new Error('Internal error: startEngine must come before training');
  return functions;
};
