/**
 * One run of successive halving (Jamieson and Talwalkar 2016): a rung is done when all its trials are, and the best of
 * them go on to the next. Only ranks count, so that the order in which scores are told does not matter.
 */
import type { ScoredTrial } from './black-box-method.ts';
import { compareTrials, isCrashed } from './ledger.ts';
import type { Rung } from './rungs.ts';

/** A trial to start: a new architecture, or `promoted` with more epochs. */
export interface Start<A> {
  readonly epochs: number;
  readonly promoted: ScoredTrial<A> | undefined;
}

export class Bracket<A> {
  readonly #rungs: readonly Rung[];
  #rung = 0;
  /** Trials that the rung still has to start; undefined for a new architecture. */
  #starts: (ScoredTrial<A> | undefined)[];
  #pending = 0;
  #done: ScoredTrial<A>[] = [];

  constructor(rungs: readonly Rung[]) {
    this.#rungs = rungs;
    this.#starts = new Array<undefined>(rungs[0]?.size ?? 0).fill(undefined);
  }

  /** `wait` when the rung's last trials are under way, undefined when the bracket is over. */
  next(): Start<A> | 'wait' | undefined {
    if (this.#starts.length === 0 && this.#pending > 0) return 'wait';
    if (this.#starts.length === 0) this.#climb();
    const rung = this.#rungs[this.#rung];
    if (!rung || this.#starts.length === 0) return undefined;
    const promoted = this.#starts.shift();
    this.#pending += 1;
    return { epochs: rung.epochs, promoted };
  }

  tell(trial: ScoredTrial<A>): void {
    this.#pending -= 1;
    this.#done.push(trial);
  }

  #climb(): void {
    this.#rung += 1;
    const best = this.#done.filter((trial) => !isCrashed(trial)).sort(compareTrials);
    this.#starts = best.slice(0, this.#rungs[this.#rung]?.size ?? 0);
    this.#done = [];
  }
}
