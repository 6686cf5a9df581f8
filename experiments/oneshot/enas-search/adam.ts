/**
 * Adam as the released controllers of ENAS use it: no momentum, and an epsilon that is added before the second moment is
 * corrected ("epsilon hat" of Kingma and Ba 2015, section 2). Source: melodyguan/enas@4bcfd73, src/utils.py.
 */
import { power } from '../../../schemas/exact-math.ts';
import type { Matrix } from '../bench1shot1/controller/tape.ts';

const beta = 0.999;
const epsilon = 1e-3;

export class ControllerAdam {
  readonly #matrices: readonly Matrix[];
  readonly #squares: readonly Float64Array[];
  #steps = 0;

  constructor(matrices: readonly Matrix[]) {
    this.#matrices = matrices;
    this.#squares = matrices.map(({ values }) => new Float64Array(values.length));
  }

  /** One step down the gradients, which are then zero. */
  step(learningRate: number): void {
    this.#steps += 1;
    const rate = learningRate * Math.sqrt(1 - power(beta, this.#steps));
    this.#matrices.forEach(({ values, gradient }, m) => {
      const squares = this.#squares[m] as Float64Array;
      for (let i = 0; i < values.length; i += 1) {
        const slope = gradient[i] as number;
        const square = beta * (squares[i] as number) + (1 - beta) * slope * slope;
        squares[i] = square;
        (values[i] as number) -= (rate * slope) / (Math.sqrt(square) + epsilon);
      }
      gradient.fill(0);
    });
  }
}
