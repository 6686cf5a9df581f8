/** What the recurrent controllers of ENAS have in common, whatever they write. */
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { Pick } from '../bench1shot1/controller/controller-pass.ts';
import { Matrix } from '../bench1shot1/controller/tape.ts';

/** A sequence of decisions, and what it takes to learn from it. */
export interface Written<A> {
  readonly architecture: A;
  /** Natural logarithm, of all decisions together. */
  readonly logProbability: number;
  /** As it counts in the reward; in nats. */
  readonly entropy: number;
  /** What the loss has besides; 0 where there is nothing. */
  readonly penalty: number;
  /**
   * Adds to the gradients of the matrices `ofDecisions` times the derivative of the negative log-probability, and `ofPenalty`
   * times that of the penalty. Only once.
   */
  backward(ofDecisions: number, ofPenalty: number): void;
}

export interface Controller<A> {
  /** Everything that is trained. */
  readonly matrices: readonly Matrix[];
  /** @param pick decides, from probabilities to an index; called once for each decision */
  write(pick: Pick): Written<A>;
}

/** Draws by the probabilities. */
export const drawn =
  (source: Draws): Pick =>
  (probabilities) => {
    let rest = source.uniform();
    let last = 0;
    for (const [i, probability] of probabilities.entries()) {
      if (probability === 0) continue;
      if (rest < probability) return i;
      rest -= probability;
      last = i;
    }
    // Rounding may leave a little more than all probabilities.
    return last;
  };

/** Makes matrices whose numbers are uniform within `bound`, each from its own child of the key. */
const uniformMatrices =
  (key: Key, bound: number) =>
  (name: string, rows: number, columns: number): Matrix => {
    const source = draws(split(key, name));
    const values = Float64Array.from({ length: rows * columns }, () => bound * (2 * source.uniform() - 1));
    return new Matrix(rows, columns, values);
  };

/** An LSTM that reads what was chosen last and chooses operations, and attention over what it chose before. */
export function choosingMatrices(
  key: Key,
  {
    units,
    bound,
    operations,
  }: { readonly units: number; readonly bound: number; readonly operations: number },
) {
  const make = uniformMatrices(key, bound);
  return {
    lstm: make('lstm', 2 * units, 4 * units),
    start: make('start', 1, units),
    operations: make('operations', operations, units),
    operationLogits: make('operationLogits', units, operations),
    keys: make('keys', units, units),
    queries: make('queries', units, units),
    attention: make('attention', units, 1),
  };
}
