/** The exponential moving average of the rewards before, from the first of them. */
export class Baseline {
  readonly #momentum: number;
  #average: number | undefined;

  constructor(momentum: number) {
    this.#momentum = momentum;
  }

  /** Undefined before the first reward. */
  get average(): number | undefined {
    return this.#average;
  }

  /** How far a reward lies above the average of those before it, which it then joins. The first has no advantage. */
  advantage(reward: number): number {
    const before = this.#average ?? reward;
    this.#average = this.#momentum * before + (1 - this.#momentum) * reward;
    return reward - before;
  }
}
