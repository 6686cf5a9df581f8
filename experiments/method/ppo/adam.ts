/** Adam (Kingma and Ba 2015) that climbs, on the weights of a controller. */
import { power } from '../../../schemas/exact-math.ts';
import { type ControllerWeights, zerosLike } from './controller.ts';

const betas = [0.9, 0.999] as const;
const epsilon = 1e-8;

export class AdamAscent {
  readonly #weights: ControllerWeights;
  readonly #first: ControllerWeights;
  readonly #second: ControllerWeights;
  #steps = 0;

  constructor(weights: ControllerWeights) {
    this.#weights = weights;
    this.#first = zerosLike(weights);
    this.#second = zerosLike(weights);
  }

  /** Changes the weights in place. */
  step(gradients: ControllerWeights, learningRate: number): void {
    this.#steps += 1;
    const unbiased = betas.map((beta) => 1 - power(beta, this.#steps)) as [number, number];
    for (const [name, { values }] of this.#weights) {
      const gradient = gradients.get(name)?.values ?? new Float64Array(values.length);
      const first = this.#first.get(name)?.values ?? gradient;
      const second = this.#second.get(name)?.values ?? gradient;
      for (let i = 0; i < values.length; i += 1) {
        const g = gradient[i] as number;
        const m = betas[0] * (first[i] as number) + (1 - betas[0]) * g;
        const v = betas[1] * (second[i] as number) + (1 - betas[1]) * g * g;
        first[i] = m;
        second[i] = v;
        (values[i] as number) += (learningRate * (m / unbiased[0])) / (Math.sqrt(v / unbiased[1]) + epsilon);
      }
    }
  }
}
