/** A one-shot model with continuous architecture parameters, as gradient-based searches run it. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { constantWeights, OneShotNetwork } from '../../model/nasbench/one-shot-network.ts';
import { type Key, split } from '../../rng/key.ts';
import type { OneShotCell } from '../../space/nasbench1shot1/cell.ts';
import { fixedWeights } from '../../space/nasbench1shot1/fixed-weights.ts';
import type { OneShotShape } from '../../space/nasbench1shot1/one-shot-counts.ts';
import { ArchitectureWeights } from './architecture-weights.ts';

/** One way to run the model. All its forward passes share their noise. */
export interface OneShotPass {
  /** Images to logits, differentiable by weights and architecture. Call inside `tidy`. */
  logits(images: Tensor): Tensor;
  dispose(): void;
}

export interface PassContext {
  /** 0-based. */
  readonly epoch: number;
  /** Where the pass takes its noise from, if it has any. */
  readonly key: Key;
}

/** DARTS and PC-DARTS as they are; GDAS draws its passes. */
export class RelaxedOneShot {
  readonly shape: OneShotShape;
  readonly network: OneShotNetwork;
  readonly alphas: ArchitectureWeights;

  /** @param shape must have no `oneShotProblem` */
  constructor(shape: OneShotShape, key: Key) {
    this.shape = shape;
    this.network = new OneShotNetwork(shape, split(key, 'weights'));
    this.alphas = new ArchitectureWeights(shape.space, split(key, 'architecture'));
  }

  /** What one step trains. */
  async pass(_context: PassContext): Promise<OneShotPass> {
    return this.whole();
  }

  /** Every branch by its softmaxed parameter: what is measured after an epoch. */
  whole(): OneShotPass {
    return {
      logits: (images) => {
        const weights = this.alphas.softmaxed();
        return this.network.logits(images, { kind: 'mixed', weights: () => weights });
      },
      dispose: () => {},
    };
  }

  /** A fixed architecture in the form in which models trained so are scored. */
  fixed(cell: OneShotCell): OneShotPass {
    return {
      logits: (images) => {
        const weights = constantWeights(fixedWeights(this.shape.space, cell, 'normalised'));
        return this.network.logits(images, { kind: 'mixed', weights: () => weights });
      },
      dispose: () => {},
    };
  }

  dispose(): void {
    this.network.dispose();
    this.alphas.dispose();
  }
}
