/** One job that was given to the executor: from the wish to its outcome. Knows no Slurm, only what was seen of it there. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import { type ExecutorEvent, failed, type JobOutcome, type JobProgress } from '../executor.ts';
import type { TaskPlace } from './ledger.ts';

export class SlurmJob {
  readonly spec: JobSpec;
  readonly outcome: Promise<JobOutcome>;
  /** Which array task computes it, since it was handed in. */
  place: TaskPlace | undefined;
  /** Handed in by a runner before this one, and not seen alive since. */
  isAdopted = false;
  /** On a node, as far as is known. */
  isOnNode = false;
  /** Why it is to end before its end. */
  cancelled: JobFailure | undefined;
  /** To end as interrupted unless it is on a node. */
  isUnwanted = false;
  /** Slurm was told to cancel it as it is now. */
  isCancelSent = false;
  /** Milliseconds on the clock since when Slurm says that it ended, or does not know it. */
  goneSince: number | undefined;
  isSettled = false;
  #lastProgress = '';
  readonly #onEvent: (event: ExecutorEvent) => void;
  #resolve: (outcome: JobOutcome) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(spec: JobSpec, onEvent: (event: ExecutorEvent) => void) {
    this.spec = spec;
    this.#onEvent = onEvent;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** It is on a node. More than once is harmless. */
  start(device: string): void {
    if (this.isOnNode) return;
    this.isOnNode = true;
    this.#onEvent({ type: 'started', device });
  }

  /** It waits; told only when it was on a node before. */
  wait(): void {
    if (!this.isOnNode) return;
    this.isOnNode = false;
    this.isCancelSent = false;
    this.#onEvent({ type: 'requeued' });
  }

  progress(progress: JobProgress): void {
    const text = JSON.stringify(progress);
    if (!this.isOnNode || text === this.#lastProgress) return;
    this.#lastProgress = text;
    this.#onEvent({ type: 'progress', ...progress });
  }

  settle(outcome: JobOutcome): void {
    this.isSettled = true;
    this.#resolve(outcome);
  }

  fail(failure: JobFailure, log = ''): void {
    this.settle(failed(failure, log));
  }

  /** For what concerns the whole run. */
  crash(error: unknown): void {
    this.isSettled = true;
    this.#reject(error);
  }
}
