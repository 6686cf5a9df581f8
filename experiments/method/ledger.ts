/** What every method keeps: which trials are under way, and the best of those that came back with a score. */
import type { Proposal, ScoredTrial } from './black-box-method.ts';
import { compareScores, isMeasured, type Score } from './score.ts';

export class Ledger<A> {
  readonly #open = new Map<number, Proposal<A>>();
  #asked = 0;
  #best: ScoredTrial<A> | undefined;

  /** Number of the next trial. */
  get asked(): number {
    return this.#asked;
  }

  /** Trials under way. */
  get pending(): number {
    return this.#open.size;
  }

  get best(): ScoredTrial<A> | undefined {
    return this.#best;
  }

  /** @param resumes the trial that this one continues */
  open(architecture: A, epochs: number, resumes?: number): Proposal<A> {
    const number = this.#asked;
    const proposal =
      resumes === undefined ? { number, architecture, epochs } : { number, architecture, epochs, resumes };
    this.#asked += 1;
    this.#open.set(number, proposal);
    return proposal;
  }

  /** @throws TypeError for a trial that is not under way */
  close({ number }: Pick<Proposal<A>, 'number'>, score: Score): ScoredTrial<A> {
    const proposal = this.#open.get(number);
    if (!proposal) throw new TypeError(`Expected a trial that is being measured, got trial ${number}`);
    this.#open.delete(number);
    // Written out: spreading takes a tenth of the time of a search on a table.
    const { architecture, epochs, resumes } = proposal;
    const trial =
      resumes === undefined
        ? { number, architecture, epochs, score }
        : { number, architecture, epochs, resumes, score };
    if (!isCrashed(trial) && (!this.#best || compareTrials(trial, this.#best) < 0)) this.#best = trial;
    return trial;
  }
}

/** Negative when `a` is better: by score, then the earlier trial. */
export const compareTrials = <A>(a: ScoredTrial<A>, b: ScoredTrial<A>): number =>
  compareScores(a.score, b.score) || a.number - b.number;

/** A training that diverged has no score; it is never built upon. */
export const isCrashed = ({ score }: ScoredTrial<unknown>): boolean => !isMeasured(score);
