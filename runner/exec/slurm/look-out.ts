/** When ends are looked for and when Slurm is asked, as long as there are jobs. */
import type { Clock } from '../../util/clock.ts';

export interface LookOutOptions {
  readonly clock: Clock;
  /** Between two questions to Slurm. */
  readonly pollMs: number;
  readonly hasJobs: () => boolean;
  /** Into the store: cheap. */
  readonly look: () => Promise<void>;
  /** Slurm, which has others to answer. */
  readonly ask: () => Promise<void>;
  readonly onCrash: (error: unknown) => void;
}

/** The longest that ends are not looked for. */
const lookMs = 1_000;
/** From an event that Slurm should be asked about to the question, for more of the same moment. */
const soonMs = 200;

export class LookOut {
  readonly #options: LookOutOptions;
  #askAt = 0;
  #isLooking = false;
  #wake: () => void = () => undefined;

  constructor(options: LookOutOptions) {
    this.#options = options;
  }

  /** Looks until there are no jobs. Harmless while it does. */
  async begin(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { clock, pollMs, hasJobs, look, ask, onCrash } = this.#options;
    try {
      while (hasJobs()) {
        await this.#next();
        await look();
        if (clock.now() < this.#askAt) continue;
        this.#askAt = clock.now() + pollMs;
        await ask();
      }
    } catch (error) {
      onCrash(error);
    } finally {
      this.#isLooking = false;
    }
  }

  askSoon(): void {
    const { clock, pollMs } = this.#options;
    this.#askAt = Math.min(this.#askAt, clock.now() + Math.min(soonMs, pollMs));
    this.wake();
  }

  /** Something has changed that it waits for. */
  wake(): void {
    this.#wake();
  }

  #next(): Promise<void> {
    const { clock, pollMs } = this.#options;
    const untilAsk = Math.max(0, this.#askAt - clock.now());
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return Promise.race([woken, clock.sleep(Math.min(pollMs, lookMs, untilAsk + 10))]);
  }
}
