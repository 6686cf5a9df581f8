/** A one-shot model with continuous architecture parameters, as gradient-based searches run it. */
import type { Parameter } from '../../engine/index.ts';
import type { CellWeights } from '../../model/nasbench/bench1shot1-cell.ts';
import { Bench1Shot1Network, constantWeights } from '../../model/nasbench/bench1shot1-network.ts';
import { type Key, split } from '../../rng/key.ts';
import { type Bench1Shot1Shape, countBench1Shot1 } from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import type { Bench1Shot1Cell } from '../../space/nasbench1shot1/cell.ts';
import { discretise, strongestCell } from '../../space/nasbench1shot1/discretise.ts';
import { fixedWeights } from '../../space/nasbench1shot1/fixed-weights.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { Pass, PassContext, Reading, RelaxedNetwork } from '../relaxed-network.ts';
import { ArchitectureWeights, weightsAsJson } from './architecture-weights.ts';

/** DARTS and PC-DARTS as they are; GDAS draws its passes. */
export class RelaxedBench1Shot1 implements RelaxedNetwork<CellSpec> {
  readonly shape: Bench1Shot1Shape;
  readonly network: Bench1Shot1Network;
  readonly alphas: ArchitectureWeights;
  /** Of one example forward in any pass: every branch runs, be it at weight 0. */
  readonly multiplyAdds: number;

  /** @param shape must have no `bench1shot1Problem` */
  constructor(shape: Bench1Shot1Shape, key: Key) {
    this.shape = shape;
    this.multiplyAdds = countBench1Shot1(shape).multiplyAdds;
    this.network = new Bench1Shot1Network(shape, split(key, 'weights'));
    this.alphas = new ArchitectureWeights(shape.space, split(key, 'architecture'));
  }

  get weights(): readonly Parameter[] {
    return this.network.parameters;
  }

  get architecture(): readonly Parameter[] {
    return this.alphas.all;
  }

  /** Without noise: every pass is the whole. */
  async pass(_at: PassContext): Promise<Pass> {
    return this.whole();
  }

  /** Every branch by its softmaxed parameter. */
  async whole(): Promise<Pass> {
    return this.#passOf(() => this.alphas.softmaxed());
  }

  async read(): Promise<Reading<CellSpec> | undefined> {
    const { space } = this.shape;
    const alphas = await this.alphas.read();
    if (!alphas) return undefined;
    return {
      architecture: discretise(space, alphas),
      parameters: { alphas: weightsAsJson(alphas) },
      discrete: () => this.#fixed(strongestCell(space, alphas)),
    };
  }

  dispose(): void {
    this.network.dispose();
    this.alphas.dispose();
  }

  /** A fixed architecture in the form in which models trained so are scored. */
  #fixed(cell: Bench1Shot1Cell): Pass {
    return this.#passOf(() => constantWeights(fixedWeights(this.shape.space, cell, 'normalised')));
  }

  /** @param weigh makes the weights of all cells anew in every forward pass, so that gradients flow through them */
  #passOf(weigh: () => CellWeights): Pass {
    return {
      logits: (images) => {
        const weights = weigh();
        return this.network.logits(images, { kind: 'mixed', weights: () => weights });
      },
      multiplyAdds: this.multiplyAdds,
      dispose: () => {},
    };
  }
}
