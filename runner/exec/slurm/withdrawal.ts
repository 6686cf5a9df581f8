/** Jobs that are to end before their end: one whose time is over, and all when the run is to stop. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Clock } from '../../util/clock.ts';
import type { Canceller } from './canceller.ts';
import type { OpenWaves } from './open-waves.ts';
import type { SlurmJob } from './slurm-job.ts';

export interface WithdrawalOptions {
  readonly canceller: Canceller;
  readonly waves: OpenWaves;
  readonly clock: Clock;
  /** Of the jobs that were not handed in yet. @returns whether it was one */
  readonly takeOut: (job: SlurmJob) => boolean;
  readonly askSoon: () => void;
}

/** How long a cancelled job may take to end before nobody waits for it any more. */
const cancelMs = 10_000;

export class Withdrawal {
  readonly #options: WithdrawalOptions;

  constructor(options: WithdrawalOptions) {
    this.#options = options;
  }

  /** Ends a job with this failure, wherever it is. */
  cancel(job: SlurmJob, failure: JobFailure): void {
    const { clock, takeOut, askSoon } = this.#options;
    if (job.isSettled || job.cancelled !== undefined) return;
    job.cancelled = failure;
    if (takeOut(job)) {
      job.fail(failure);
      return;
    }
    job.isCancelSent = false;
    this.tell(job);
    askSoon();
    // Whether it has ended by then or not: what it leaves behind is found by the next runner.
    const timer = clock.after(cancelMs, () => {
      if (!job.isSettled) job.fail(failure);
    });
    void job.outcome.finally(() => timer.cancel()).catch(() => undefined);
  }

  /** Takes back a job that was handed in, unless it is on a node. */
  takeBack(job: SlurmJob): void {
    if (job.isSettled) return;
    job.isUnwanted = true;
    if (!job.isOnNode) this.tell(job);
  }

  /** Tells Slurm, unless it was told. One whose array has no id yet is told of when it has. */
  tell(job: SlurmJob): void {
    const { waves, canceller } = this.#options;
    const task = waves.taskName(job);
    if (task === undefined || job.isCancelSent) return;
    job.isCancelSent = true;
    canceller.cancel(task, { onlyPending: job.cancelled === undefined });
  }
}
