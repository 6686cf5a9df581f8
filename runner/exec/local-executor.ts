/**
 * Runs jobs on this machine: one worker process per place, started when first needed and replaced when it dies. A place on
 * GPUs has a lease of them for as long as its worker lives.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { type Clock, systemClock } from '../util/clock.ts';
import { onlyFailure } from '../util/only-failure.ts';
import type { Device, GpuRequest, WorkerPlace } from './device.ts';
import { type Executor, type ExecutorEvent, failed, type JobOutcome } from './executor.ts';
import type { GpuPool } from './gpu-pool.ts';
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
  /** Needed when a place is on GPUs. */
  readonly gpus?: GpuPool;
}

interface Placed {
  readonly worker: WorkerProcess;
  /** Where it runs: the place, or the GPUs that were leased for it. */
  readonly device: Device;
}

export class LocalExecutor implements Executor {
  readonly slots: number;
  readonly #command: WorkerCommand;
  readonly #limits: WorkerLimits;
  readonly #clock: Clock;
  readonly #gpus: GpuPool | undefined;
  readonly #free: WorkerPlace[];
  /** By the id of their place. */
  readonly #workers = new Map<string, Placed>();
  /** Ends what waits for GPUs. */
  readonly #closing = new AbortController();

  constructor(command: WorkerCommand, devices: readonly WorkerPlace[], options: LocalOptions = {}) {
    if (devices.length === 0) throw new TypeError('Expected `devices` to hold at least one device, got none');
    this.#command = command;
    this.#limits = options.limits ?? workerLimits;
    this.#clock = options.clock ?? systemClock;
    this.#gpus = options.gpus;
    this.#free = [...devices];
    this.slots = devices.length;
    process.once('exit', this.#killAll);
  }

  async run(
    spec: JobSpec,
    signal: AbortSignal,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    if (this.#closing.signal.aborted) return failed({ reason: 'interrupted' });
    const place = this.#free.shift();
    if (place === undefined) throw new Error('Internal error: more jobs than slots');
    const { gpus } = place;
    const placed =
      this.#livingOn(place) ??
      (gpus === undefined ? this.#start(place, place) : await this.#startOnGpus(place, gpus, spec, signal));
    if ('reason' in placed) {
      this.#free.unshift(place);
      return failed(placed);
    }
    const { worker, device } = placed;
    const onAbort = (): void => worker.kill(signal.reason as JobFailure);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      return await this.#runOn(worker, device, spec, onEvent);
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#free.unshift(place);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort({ reason: 'interrupted' } satisfies JobFailure);
    for (const [place, { worker }] of this.#workers) {
      if (!this.#free.some(({ id }) => id === place)) worker.kill({ reason: 'interrupted' });
    }
    await Promise.all([...this.#workers.values()].map(({ worker }) => worker.shutdown()));
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
    if (failure !== undefined) return failed(failure, worker.log);
    onEvent({ type: 'started', device: device.id });
    const outcome = await worker.run(spec, {
      onProgress: (progress) => onEvent({ type: 'progress', ...progress }),
      onPrinted: (text) => onEvent({ type: 'printed', text }),
    });
    // Whatever else went wrong may have left something behind: a library half started, memory not given back.
    if (!outcome.done && outcome.failure.reason !== 'job-refused') worker.kill(outcome.failure);
    return outcome;
  }

  #livingOn({ id }: WorkerPlace): Placed | undefined {
    const existing = this.#workers.get(id);
    return existing?.worker.alive === true ? existing : undefined;
  }

  /** Known from its first moment, so that whoever ends everything ends it too. */
  #start(place: WorkerPlace, device: Device): Placed | JobFailure {
    const failure = programFailure(this.#command);
    if (failure !== undefined) return failure;
    const placed = { worker: new WorkerProcess(this.#command, device, this.#limits, this.#clock), device };
    this.#workers.set(place.id, placed);
    return placed;
  }

  async #startOnGpus(
    place: WorkerPlace,
    request: GpuRequest,
    { label }: JobSpec,
    signal: AbortSignal,
  ): Promise<Placed | JobFailure> {
    if (this.#gpus === undefined) throw new Error('Internal error: a place on GPUs without their leases');
    const leased = await this.#gpus.lease(request, label, AbortSignal.any([signal, this.#closing.signal]));
    if (!leased.ok) return onlyFailure(leased.failures);
    const lease = leased.value;
    const placed = this.#start(place, lease.device);
    if ('reason' in placed) lease.release();
    else {
      const { pid, ended } = placed.worker;
      if (pid !== undefined) lease.bind(pid);
      void ended.then(() => lease.release());
    }
    return placed;
  }

  readonly #killAll = (): void => {
    for (const { worker } of this.#workers.values()) worker.kill({ reason: 'interrupted' });
  };
}
