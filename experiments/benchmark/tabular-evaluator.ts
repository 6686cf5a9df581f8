/**
 * Answers a search's trials from a table and keeps the accounts, with the objective of nas_benchmarks: the validation
 * error of one random repeat, and its training time as the cost. What is not an architecture has an error of
 * 100% and costs nothing.
 */
import { ok, type Result } from '../../schemas/result.ts';
import type { Proposal } from '../method/black-box-method.ts';
import { type Evaluation, orNull } from '../method/decision-log.ts';
import type { Incumbent } from '../method/logical-clock.ts';
import { worstScore } from '../method/score.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import { tableScores } from './table-scores.ts';
import type { TabularBenchmark } from './tabular-benchmark.ts';

export interface QueryAccounts {
  /** Answered from the table. Asking again counts again. */
  readonly queries: number;
  /** Proposals that were no architecture. */
  readonly invalid: number;
  /** Architectures that the table lacks. */
  readonly missing: number;
  /** Training time of all answers. */
  readonly seconds: number;
  readonly epochs: number;
}

const refused: Evaluation = { score: worstScore(tableScores.objectives), seconds: 0, isValid: false };

export class TabularEvaluator<A> {
  readonly #benchmark: TabularBenchmark<A>;
  readonly #repeats: Key;
  #queries = 0;
  #invalid = 0;
  #missing = 0;
  #seconds = 0;
  #epochs = 0;

  constructor(benchmark: TabularBenchmark<A>, key: Key) {
    this.#benchmark = benchmark;
    this.#repeats = split(key, 'repeat');
  }

  get accounts(): QueryAccounts {
    return {
      queries: this.#queries,
      invalid: this.#invalid,
      missing: this.#missing,
      seconds: this.#seconds,
      epochs: this.#epochs,
    };
  }

  /** The repeat depends on the key and the trial's number alone. */
  evaluate = ({ number, architecture, epochs }: Proposal<A>): Result<Evaluation, never> => {
    const found = this.#benchmark.query(architecture, epochs, this.#repeatOf(number));
    if (found === 'invalid') this.#invalid += 1;
    if (found === 'missing') this.#missing += 1;
    if (found === 'invalid' || found === 'missing') return ok(refused);
    this.#queries += 1;
    this.#seconds += found.seconds;
    this.#epochs += epochs;
    const score = tableScores.score({ errorPercent: found.validationErrorPercent });
    return ok({ score, seconds: found.seconds, isValid: true });
  };

  #repeatOf(trial: number): number {
    const { repeats } = this.#benchmark;
    return repeats === 1 ? 0 : draws(split(this.#repeats, trial)).below(repeats);
  }
}

/** A point of a search's curve. Validation and test are different fields; regrets are differences to the benchmark's `best`. */
export interface TabularPoint {
  readonly time: number;
  readonly trial: number;
  /** As the search saw it: of one repeat, so that its regret can be negative. */
  readonly validationErrorPercent: number;
  readonly validationRegretPercent: number | null;
  /** null where the table has no test results. */
  readonly meanTestErrorPercent: number | null;
  readonly testRegretPercent: number | null;
}

/** What the incumbents, chosen by validation error, were worth. */
export const tabularTrajectory = <A>(
  incumbents: readonly Incumbent<A>[],
  benchmark: TabularBenchmark<A>,
): readonly TabularPoint[] =>
  incumbents.map(
    ({
      time,
      trial,
      score: {
        values: [errorPercent],
      },
    }) => {
      const meanTestErrorPercent = benchmark.meanTestErrorPercent(trial.architecture);
      const { best } = benchmark;
      return {
        time,
        trial: trial.number,
        validationErrorPercent: errorPercent,
        validationRegretPercent: orNull(errorPercent - best.validationErrorPercent),
        meanTestErrorPercent: orNull(meanTestErrorPercent),
        testRegretPercent: orNull(meanTestErrorPercent - best.testErrorPercent),
      };
    },
  );
