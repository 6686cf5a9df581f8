/**
 * Runs the jobs that train with a program of the user's own, each as a process on a device; whatever else there is goes to
 * another executor.
 */
import { isCommandTask } from '../../../schemas/command.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { type Clock, systemClock } from '../../util/clock.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { Device } from '../device.ts';
import { type Executor, type ExecutorEvent, failed, type JobOutcome } from '../executor.ts';
import type { GpuLease, GpuPool } from '../gpu-pool.ts';
import type { CommandProgram } from './command-program.ts';
import { gpuRequestOf } from './gpu-request.ts';
import { runCommandJob } from './run-command-job.ts';

export interface CommandOptions {
  readonly devices: readonly Device[];
  /** From the parameters of a job to what its task declares. */
  readonly programOf: (parameters: JsonObject) => CommandProgram;
  readonly clock?: Clock;
  /** From SIGTERM to SIGKILL of a program that is told to end. */
  readonly graceMs?: number;
  /** Gives GPUs to the programs that ask for some; closed with the executor. */
  readonly gpus: GpuPool;
}

const defaultGraceMs = 3_000;

export class CommandExecutor implements Executor {
  readonly slots: number;
  readonly #others: Executor;
  readonly #options: CommandOptions;
  readonly #clock: Clock;
  readonly #free: Device[];
  readonly #running = new Set<AbortController>();
  #isClosed = false;

  /** @param others runs the other jobs, on the same devices: it may run as many at once as there are. */
  constructor(others: Executor, options: CommandOptions) {
    this.#others = others;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#free = [...options.devices];
    this.slots = others.slots;
  }

  async run(
    spec: JobSpec,
    signal: AbortSignal,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    if (!runsProgram(spec)) return this.#others.run(spec, signal, onEvent);
    if (this.#isClosed) return failed({ reason: 'interrupted' });
    const device = this.#free.shift();
    if (device === undefined) throw new Error('Internal error: more jobs than slots');
    const control = new AbortController();
    this.#running.add(control);
    const onAbort = (): void => control.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const leased = await this.#lease(spec, control.signal);
      if (!leased.ok) return failed(onlyFailure(leased.failures));
      return await this.#runOn(device, leased.value, spec, control, onEvent);
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#running.delete(control);
      this.#free.unshift(device);
    }
  }

  /** GPUs, where the task asks for some; else none. */
  async #lease(
    { label, parameters }: JobSpec,
    signal: AbortSignal,
  ): Promise<Result<GpuLease | undefined, JobFailure>> {
    const request = gpuRequestOf(this.#options.programOf(parameters).limits.resources);
    return request === undefined ? ok(undefined) : this.#options.gpus.lease(request, label, signal);
  }

  async #runOn(
    core: Device,
    lease: GpuLease | undefined,
    spec: JobSpec,
    control: AbortController,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    const timer = this.#limit(spec, control);
    const device = lease?.device ?? core;
    try {
      onEvent({ type: 'started', device: device.id });
      const program = this.#options.programOf(spec.parameters);
      return await runCommandJob(spec, program, {
        device,
        deviceFiles: lease?.deviceFiles ?? [],
        clock: this.#clock,
        graceMs: this.#options.graceMs ?? defaultGraceMs,
        signal: control.signal,
        onStarted: (pid) => lease?.bind(pid),
        onEvent,
      });
    } finally {
      timer.cancel();
      lease?.release();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const interrupted: JobFailure = { reason: 'interrupted' };
    for (const control of this.#running) control.abort(interrupted);
    await this.#others.close();
    // What ran last gives its GPUs back.
    await this.#options.gpus.close();
  }

  #limit({ parameters }: JobSpec, control: AbortController): { readonly cancel: () => void } {
    const { minutes } = this.#options.programOf(parameters).limits.resources;
    if (minutes === null) return { cancel: () => undefined };
    const failure: JobFailure = { reason: 'program-timed-out', minutes };
    return this.#clock.after(minutes * 60_000, () => control.abort(failure));
  }
}

/** Whether it trains with a program of the user's own. */
export const runsProgram = ({ kind, parameters }: JobSpec): boolean =>
  kind !== 'search' && isCommandTask(parameters['task']);
