/** Runs jobs on this machine: one worker process per device, started when first needed and replaced when it dies. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { type Clock, systemClock } from '../util/clock.ts';
import type { Device } from './device.ts';
import type { Executor, ExecutorEvent, JobOutcome } from './executor.ts';
import {
  programFailure,
  type WorkerCommand,
  type WorkerLimits,
  WorkerProcess,
  workerLimits,
} from './worker-process.ts';

export interface LocalOptions {
  readonly limits?: WorkerLimits;
  readonly clock?: Clock;
}

export class LocalExecutor implements Executor {
  readonly slots: number;
  readonly #command: WorkerCommand;
  readonly #limits: WorkerLimits;
  readonly #clock: Clock;
  readonly #free: Device[];
  readonly #workers = new Map<string, WorkerProcess>();
  #isClosed = false;

  constructor(command: WorkerCommand, devices: readonly Device[], options: LocalOptions = {}) {
    if (devices.length === 0) throw new TypeError('Expected `devices` to hold at least one device, got none');
    this.#command = command;
    this.#limits = options.limits ?? workerLimits;
    this.#clock = options.clock ?? systemClock;
    this.#free = [...devices];
    this.slots = devices.length;
    process.once('exit', this.#killAll);
  }

  async run(
    spec: JobSpec,
    signal: AbortSignal,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    if (this.#isClosed) return { done: false, failure: { reason: 'interrupted' }, log: '' };
    const device = this.#free.shift();
    if (device === undefined) throw new Error('Internal error: more jobs than slots');
    const worker = this.#workerOn(device);
    if ('reason' in worker) {
      this.#free.unshift(device);
      return { done: false, failure: worker, log: '' };
    }
    const onAbort = (): void => worker.kill(signal.reason as JobFailure);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      return await this.#runOn(worker, device, spec, onEvent);
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#free.unshift(device);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [device, worker] of this.#workers) {
      if (!this.#free.some(({ id }) => id === device)) worker.kill({ reason: 'interrupted' });
    }
    await Promise.all([...this.#workers.values()].map((worker) => worker.shutdown()));
    this.#workers.clear();
    process.off('exit', this.#killAll);
  }

  async #runOn(
    worker: WorkerProcess,
    device: Device,
    spec: JobSpec,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    const failure = await worker.ready();
    if (failure !== undefined) return { done: false, failure, log: worker.log };
    onEvent({ type: 'started', device: device.id });
    const outcome = await worker.run(spec, (progress) => onEvent({ type: 'progress', ...progress }));
    // Whatever else went wrong may have left something behind: a library half started, memory not given back.
    if (!outcome.done && outcome.failure.reason !== 'job-refused') worker.kill(outcome.failure);
    return outcome;
  }

  /** Known from its first moment, so that whoever ends everything ends it too. */
  #workerOn(device: Device): WorkerProcess | JobFailure {
    const existing = this.#workers.get(device.id);
    if (existing?.alive === true) return existing;
    const failure = programFailure(this.#command);
    if (failure !== undefined) return failure;
    const started = new WorkerProcess(this.#command, device, this.#limits, this.#clock);
    this.#workers.set(device.id, started);
    return started;
  }

  readonly #killAll = (): void => {
    for (const worker of this.#workers.values()) worker.kill({ reason: 'interrupted' });
  };
}
