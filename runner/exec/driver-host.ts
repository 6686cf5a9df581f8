/**
 * Drives searches that ask for trials: in one process of its own beside the workers, on the machine of the runner, since they
 * compute next to nothing. When it dies, the next one goes on from the trials that are in the store.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { TrialAnswer, TrialRequest } from '../../schemas/trial.ts';
import { type Clock, systemClock } from '../util/clock.ts';
import { type ExecutorEvent, failed, type JobOutcome } from './executor.ts';
import { programFailure, type WorkerCommand, WorkerProcess, workerLimits } from './worker-process.ts';

export interface DriveWatch {
  readonly onEvent: (event: ExecutorEvent) => void;
  /** Computes a trial of the search, and answers when it is done. Never rejects. */
  readonly onTrial: (request: TrialRequest) => Promise<TrialAnswer>;
}

export interface Drivers {
  /** Drives one search to its end, as an executor runs a job. Any number go on side by side. */
  drive(spec: JobSpec, signal: AbortSignal, watch: DriveWatch): Promise<JobOutcome>;
  close(): Promise<void>;
}

/** Where a search is that computes nothing. */
const driverDevice = { id: 'runner', env: {} };

export class DriverHost implements Drivers {
  readonly #command: WorkerCommand;
  readonly #clock: Clock;
  #worker: WorkerProcess | undefined;
  #isClosed = false;

  constructor(command: WorkerCommand, clock: Clock = systemClock) {
    this.#command = command;
    this.#clock = clock;
    process.once('exit', this.#kill);
  }

  async drive(spec: JobSpec, signal: AbortSignal, { onEvent, onTrial }: DriveWatch): Promise<JobOutcome> {
    if (this.#isClosed) return failed({ reason: 'interrupted' });
    const worker = this.#started();
    if ('reason' in worker) return failed(worker);
    // Searches are only ended together, with the run.
    const onAbort = (): void => worker.kill(signal.reason as JobFailure);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const problem = await worker.ready();
      if (problem !== undefined) return failed(problem, worker.log);
      onEvent({ type: 'started', device: driverDevice.id });
      const onProgress = (progress: Omit<Extract<ExecutorEvent, { type: 'progress' }>, 'type'>): void =>
        onEvent({ type: 'progress', ...progress });
      // Of all searches that are driven, since they share the process.
      const onPrinted = (text: string): void => onEvent({ type: 'printed', text });
      return await worker.drive(spec, { onProgress, onPrinted, onTrial });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.shutdown();
    this.#worker = undefined;
    process.off('exit', this.#kill);
  }

  #started(): WorkerProcess | JobFailure {
    if (this.#worker?.alive === true) return this.#worker;
    const failure = programFailure(this.#command);
    if (failure !== undefined) return failure;
    this.#worker = new WorkerProcess(this.#command, driverDevice, workerLimits, this.#clock);
    return this.#worker;
  }

  readonly #kill = (): void => this.#worker?.kill({ reason: 'interrupted' });
}
