/** An executor without processes: a function of the test stands for the job. */
import type { Drivers, DriveWatch } from '../../runner/exec/driver-host.ts';
import type { Executor, ExecutorEvent, JobOutcome } from '../../runner/exec/executor.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';

/** Writes the outputs and resolves; a failure is a value. A job that never ends gives a promise that never does. */
export type Behaviour = (spec: JobSpec) => Promise<JobFailure | undefined>;

export class MemoryExecutor implements Executor {
  readonly slots: number;
  readonly #behave: Behaviour;
  readonly #closing = new AbortController();
  #running = 0;

  constructor(slots: number, behave: Behaviour) {
    this.slots = slots;
    this.#behave = behave;
  }

  async run(
    spec: JobSpec,
    signal: AbortSignal,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    if (this.#closing.signal.aborted) return failed({ reason: 'interrupted' });
    if (this.#running === this.slots) throw new Error('Internal error: more jobs than slots');
    this.#running++;
    onEvent({ type: 'started', device: `memory:${this.#running}` });
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    const aborted = new Promise<JobFailure>((resolve) => {
      ended.addEventListener('abort', () => resolve(ended.reason as JobFailure));
    });
    const failure = ended.aborted
      ? (ended.reason as JobFailure)
      : await Promise.race([this.#behave(spec), aborted]);
    this.#running--;
    return failure === undefined ? { done: true } : failed(failure);
  }

  close(): Promise<void> {
    this.#closing.abort({ reason: 'interrupted' } satisfies JobFailure);
    return Promise.resolve();
  }
}

/** Drives searches without a process: a function of the test asks for the trials. */
export class MemoryDrivers implements Drivers {
  readonly #drive: (spec: JobSpec, watch: DriveWatch) => Promise<JobFailure | undefined>;

  constructor(drive: (spec: JobSpec, watch: DriveWatch) => Promise<JobFailure | undefined>) {
    this.#drive = drive;
  }

  async drive(spec: JobSpec, signal: AbortSignal, watch: DriveWatch): Promise<JobOutcome> {
    watch.onEvent({ type: 'started', device: 'runner' });
    const aborted = new Promise<JobFailure>((resolve) => {
      signal.addEventListener('abort', () => resolve(signal.reason as JobFailure));
    });
    const failure = await Promise.race([this.#drive(spec, watch), aborted]);
    return failure === undefined ? { done: true } : failed(failure);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const failed = (failure: JobFailure): JobOutcome => ({ done: false, failure, log: '' });
