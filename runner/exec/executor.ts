/**
 * What the scheduler needs of whoever computes jobs, wherever that is. `test/util/describe-executor.ts` holds what every
 * executor does.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { FromWorker, JobSpec } from '../../schemas/job.ts';

export interface Executor {
  /** How many jobs may run at once. */
  readonly slots: number;

  /**
   * Runs one job to its end. Never rejects. `started` comes first and once, unless what runs the job cannot be started;
   * then any number of `progress`. None comes after the end.
   * @param signal aborted with a `JobFailure` as its reason: nothing of the job goes on, and it ends with that failure.
   */
  run(spec: JobSpec, signal: AbortSignal, onEvent: (event: ExecutorEvent) => void): Promise<JobOutcome>;

  /** Ends everything it started, within seconds. A job that still runs ends as `interrupted`. */
  close(): Promise<void>;
}

export type ExecutorEvent =
  /** The job begins; from here on its time counts. */
  { readonly type: 'started'; readonly device: string } | ({ readonly type: 'progress' } & JobProgress);

export type JobProgress = Omit<Extract<FromWorker, { type: 'progress' }>, 'type' | 'key'>;

export type JobOutcome =
  | { readonly done: true }
  | {
      readonly done: false;
      readonly failure: JobFailure;
      /** The end of what the job printed. */
      readonly log: string;
    };
