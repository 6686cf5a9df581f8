/**
 * A DARTS super-net with one architecture parameter for every operation of every edge: what DARTS searches, and what
 * SNAS and GDAS draw samples of.
 */
import { softmax } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { Parameter } from '../engine/index.ts';
import { SuperNet, type SuperNetForm } from '../model/super-net.ts';
import { type Key, split } from '../rng/key.ts';
import { countSuperNet, countSuperNetPath } from '../space/darts-cnn/counts.ts';
import type { EdgeWeights } from '../space/darts-cnn/discretise.ts';
import type { NetworkShape } from '../space/darts-cnn/layout.ts';
import {
  ArchitectureParameters,
  allFinite,
  alphaShape,
  type Distribution,
  edgeSoftmax,
  forTrajectory,
} from './architecture-parameters.ts';
import type { Pass, PassContext, Reading, RelaxedNetwork } from './relaxed-network.ts';

export interface AlphaNetworkOptions {
  /** Where the architecture parameters start. */
  readonly start: Distribution;
  /** The genotype that softmaxed parameters stand for. */
  readonly discretise: (normal: EdgeWeights, reduce: EdgeWeights) => CnnGenotype;
  /** Where the super-net is not that of DARTS. */
  readonly net?: SuperNetForm;
}

export class AlphaNetwork implements RelaxedNetwork<CnnGenotype> {
  readonly shape: NetworkShape;
  readonly net: SuperNet;
  readonly alphas: ArchitectureParameters;
  readonly #options: AlphaNetworkOptions;

  /** @param shape must have no `sizeProblem` */
  constructor(shape: NetworkShape, key: Key, options: AlphaNetworkOptions) {
    this.shape = shape;
    this.net = new SuperNet(shape, split(key, 'weights'), options.net);
    this.alphas = new ArchitectureParameters('alphas', alphaShape, options.start, split(key, 'architecture'));
    this.#options = options;
  }

  get weights(): readonly Parameter[] {
    return this.net.parameters;
  }

  get architecture(): readonly Parameter[] {
    return this.alphas.both;
  }

  /** Without noise: every pass is the whole. */
  async pass(_at: PassContext): Promise<Pass> {
    return this.whole();
  }

  /** Every operation, weighted by its softmax. */
  async whole(): Promise<Pass> {
    const { normal, reduce } = this.alphas;
    return {
      logits: (images) => {
        const mode = { kind: 'mixed', normal: softmax(normal.value), reduce: softmax(reduce.value) } as const;
        return this.net.logits(images, mode, 'batch');
      },
      multiplyAdds: countSuperNet(this.shape).multiplyAdds,
      dispose: () => {},
    };
  }

  async read(): Promise<Reading<CnnGenotype> | undefined> {
    const alphas = await this.alphas.download();
    if (!allFinite(alphas)) return undefined;
    const architecture = this.#options.discretise(edgeSoftmax(alphas.normal), edgeSoftmax(alphas.reduce));
    return {
      architecture,
      parameters: { alphas: forTrajectory(alphas) },
      discrete: () => this.#discrete(architecture),
    };
  }

  dispose(): void {
    this.net.dispose();
    this.alphas.dispose();
  }

  #discrete(genotype: CnnGenotype): Pass {
    return {
      logits: (images) => this.net.logits(images, { kind: 'path', genotype }, 'batch'),
      multiplyAdds: countSuperNetPath(genotype, this.shape).multiplyAdds,
      dispose: () => {},
    };
  }
}
