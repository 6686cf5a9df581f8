/** Adds up what a network got wrong over minibatches. */
import { type Static, Type } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';

export const measurementSchema = exact({
  examples: Type.Integer({ minimum: 0 }),
  /** Of the examples. */
  errorPercent: Type.Number(),
  /** Mean cross-entropy in nats. */
  loss: Type.Number(),
});

/** What a network got wrong, as plain data. */
export type Measurement = Readonly<Static<typeof measurementSchema>>;

export class Tally implements Measurement {
  #examples = 0;
  #errors = 0;
  #loss = 0;

  /**
   * @param logits [labels.length, classes], row-major
   * @param loss mean cross-entropy of these examples
   */
  add(logits: ArrayLike<number>, labels: Int32Array, loss: number): void {
    const classes = logits.length / labels.length;
    labels.forEach((label, i) => {
      if (largest(logits, i * classes, classes) !== label) this.#errors += 1;
    });
    this.#examples += labels.length;
    this.#loss += loss * labels.length;
  }

  get examples(): number {
    return this.#examples;
  }

  get errorPercent(): number {
    return (100 * this.#errors) / this.#examples;
  }

  get loss(): number {
    return this.#loss / this.#examples;
  }

  get measurement(): Measurement {
    const { examples, errorPercent, loss } = this;
    return { examples, errorPercent, loss };
  }
}

/** Position of the first largest value; -1 if one is not a number, so that a broken network is never right. */
function largest(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 0; i < count; i += 1) {
    const value = values[from + i] ?? NaN;
    if (Number.isNaN(value)) return -1;
    if (value > (values[from + best] ?? NaN)) best = i;
  }
  return best;
}
