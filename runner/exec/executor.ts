/**
 * What the scheduler needs of whoever computes jobs, wherever that is. `test/util/describe-executor.ts` holds what every
 * executor does.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { FromWorker, JobSpec } from '../../schemas/job.ts';
import type { Environment, ProgramRun } from '../../schemas/record.ts';

export interface Executor {
  /** How many jobs may run at once. */
  readonly slots: number;

  /**
   * Runs one job to its end. Never rejects. `started` comes first and once, unless what runs the job cannot be started;
   * then any number of `progress`. None comes after the end. Where something else than the job takes it off its device,
   * `requeued` comes, and `started` again when it goes on.
   * @param signal aborted with a `JobFailure` as its reason: nothing of the job goes on, and it ends with that failure.
   */
  run(spec: JobSpec, signal: AbortSignal, onEvent: (event: ExecutorEvent) => void): Promise<JobOutcome>;

  /** What has begun goes on to its end; what waits for a device ends as `interrupted`. Left out where nothing waits. */
  stop?(): void;

  /** The outputs of a job are in the store, for an executor that keeps them until then. */
  published?(key: JobKey): void;

  /** Ends everything it started, within seconds. A job that still runs ends as `interrupted`. */
  close(): Promise<void>;
}

export type ExecutorEvent =
  /** The job begins; from here on its time counts. */
  | { readonly type: 'started'; readonly device: string }
  /** What it printed, to stdout or stderr, as it comes. */
  | { readonly type: 'printed'; readonly text: string }
  | ({ readonly type: 'progress' } & JobProgress)
  /** It waits for a device again, and its time counts anew from the next `started`. */
  | { readonly type: 'requeued' };

/** Where and when a job ran that did not run on the machine of the runner. */
export interface RemoteRun {
  readonly environment: Omit<Environment, 'program'>;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly wallMs: number;
}

export type JobProgress = Omit<Extract<FromWorker, { type: 'progress' }>, 'type' | 'key'>;

export type JobOutcome =
  | {
      readonly done: true;
      /** Of a program of the user's own. */
      readonly program?: ProgramRun;
      readonly remote?: RemoteRun;
    }
  | {
      readonly done: false;
      readonly failure: JobFailure;
      /** The end of what the job printed. */
      readonly log: string;
    };

/** @param log the end of what the job printed */
export const failed = (failure: JobFailure, log = ''): Extract<JobOutcome, { done: false }> => ({
  done: false,
  failure,
  log,
});
