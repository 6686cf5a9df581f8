/**
 * Jobs that another runner computes. They are looked at again when nothing else is free; where one of them is a search,
 * this runner asks for its trials too, so that both divide them.
 */
import type { JobKey } from '../../schemas/ids.ts';
import { isDriver } from '../graph/driver.ts';
import type { Clock } from '../util/clock.ts';
import type { JobToCompute } from './compute-job.ts';

/** How often held jobs are looked at again, and how many of them at once. */
const pollMs = 250;
const polledAtOnce = 64;

export interface HeldJobsPort {
  readonly clock: Clock;
  /** The most searches of other runners that are driven at a time. */
  readonly slots: number;
  isStopping(): boolean;
  /** Takes it up again behind everything that is free. */
  again(work: JobToCompute): Promise<void>;
  /** Drives the search for the sake of its trials alone. Never rejects. */
  help(work: JobToCompute): Promise<void>;
}

export class HeldJobs {
  readonly #port: HeldJobsPort;
  readonly #jobs: JobToCompute[] = [];
  /** Searches that were helped with: once each, so that one whose trials cannot be divided is waited for like any job. */
  readonly #helped = new Set<JobKey>();
  #helping = 0;
  #isPolling = false;

  constructor(port: HeldJobsPort) {
    this.#port = port;
  }

  /** @param isPolled whether it was held when it was last looked at. */
  add(work: JobToCompute, isPolled: boolean): void {
    if (isPolled && this.#canHelp(work)) {
      void this.#help(work);
      return;
    }
    this.#jobs.push(work);
    if (!this.#isPolling) void this.#poll();
  }

  #canHelp = ({ job, key }: JobToCompute): boolean =>
    isDriver(job) && !this.#helped.has(key) && this.#helping < this.#port.slots && !this.#port.isStopping();

  /** Not looked at meanwhile: this runner must not drive it a second time where the other one dies. */
  async #help(work: JobToCompute): Promise<void> {
    this.#helped.add(work.key);
    this.#helping++;
    await this.#port.help(work);
    this.#helping--;
    this.add(work, false);
  }

  async #poll(): Promise<void> {
    const { clock, again } = this.#port;
    this.#isPolling = true;
    while (this.#jobs.length > 0 && !this.#port.isStopping()) {
      await clock.sleep(pollMs);
      if (this.#port.isStopping()) break;
      const polled = this.#jobs.splice(0, polledAtOnce);
      // A search may have to wait for one that is driven here, which itself waits for trials that are held.
      for (const work of polled.filter(({ job }) => isDriver(job))) void again(work);
      await Promise.all(polled.filter(({ job }) => !isDriver(job)).map(again));
    }
    this.#isPolling = false;
  }
}
