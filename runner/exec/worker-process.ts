/**
 * One long-lived worker process. The runner knows it as a command that takes job specs and gives back events; it
 * runs in a process group of its own, so that Ctrl-C in a terminal reaches the runner alone and the runner can end
 * the worker with everything it started.
 */
import { execa } from 'execa';
import type { JobFailure } from '../../schemas/failure.ts';
import type { FromWorker, JobSpec, ToWorker } from '../../schemas/job.ts';

export interface WorkerCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The build that the program must come from; absent for a program that stands in for the worker. */
  readonly build?: WorkerBuild;
}

export interface WorkerBuild {
  readonly id: string;
  /** Names of its files that are not what they were when it was made. */
  readonly changedFiles: () => readonly string[];
}

/** A place where a worker runs. */
export interface Device {
  /** Such as `cpu:0`. */
  readonly id: string;
  /** Environment variables that bind a process to the device. */
  readonly env: Readonly<Record<string, string>>;
}

export type JobOutcome = { readonly done: true } | { readonly done: false; readonly failure: JobFailure };
export type ProgressEvent = Extract<FromWorker, { type: 'progress' }>;

/** How much of a worker's stderr is kept for its death notice. */
const stderrTail = 2_000;

type Ready = Extract<FromWorker, { type: 'ready' }>;
type Subprocess = ReturnType<typeof spawnWorker>;

interface RunningJob {
  readonly spec: JobSpec;
  readonly onProgress: (event: ProgressEvent) => void;
  readonly finish: (outcome: JobOutcome) => void;
}

export class WorkerProcess {
  readonly device: Device;
  readonly #subprocess: Subprocess;
  #job: RunningJob | undefined;
  #death: JobFailure | undefined;
  #stderr = '';
  #ready: ((message: Ready) => void) | undefined;

  private constructor(command: WorkerCommand, device: Device) {
    this.device = device;
    this.#subprocess = spawnWorker(command, device);
    this.#subprocess.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-stderrTail);
    });
  }

  /** @returns the worker once it said `ready`, or why it did not. */
  static async start(command: WorkerCommand, device: Device): Promise<WorkerProcess | JobFailure> {
    const changed = command.build?.changedFiles() ?? [];
    if (changed.length > 0) return { reason: 'worker-changed', files: changed };
    const worker = new WorkerProcess(command, device);
    const ready = new Promise<Ready>((resolve) => {
      worker.#ready = resolve;
    });
    const death = worker.#watch();
    const answer = await Promise.race([ready, death]);
    if ('reason' in answer)
      return { reason: 'worker-did-not-start', message: worker.#stderr.trim() || describe(answer) };
    const other = otherBuild(command, answer);
    if (other !== undefined) worker.kill(other);
    return other ?? worker;
  }

  get alive(): boolean {
    return this.#death === undefined;
  }

  /** Runs one job to its end; a dead worker gives the kind of its death. */
  run(spec: JobSpec, onProgress: (event: ProgressEvent) => void): Promise<JobOutcome> {
    if (this.#job !== undefined) throw new Error('Internal error: a worker runs one job at a time');
    return new Promise((finish) => {
      this.#job = { spec, onProgress, finish };
      if (this.#death !== undefined) this.#finish({ done: false, failure: this.#death });
      else this.#send({ type: 'run', spec });
    });
  }

  /** Ends the process group at once. The running job, if any, ends with `failure`. */
  kill(failure: JobFailure): void {
    this.#death ??= failure;
    this.#finish({ done: false, failure });
    const { pid } = this.#subprocess;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }

  /** Lets an idle worker exit by itself. */
  async shutdown(): Promise<void> {
    if (this.alive) this.#send({ type: 'shutdown' });
    await this.#subprocess;
  }

  async #watch(): Promise<JobFailure> {
    const messages = this.#listen();
    const result = await this.#subprocess;
    await messages;
    const failure: JobFailure =
      result.signal !== undefined
        ? { reason: 'worker-killed-by-signal', signal: result.signal }
        : result.exitCode !== undefined
          ? { reason: 'worker-exited', exitCode: result.exitCode }
          : { reason: 'worker-did-not-start', message: result.shortMessage ?? 'unknown' };
    this.#death ??= failure;
    this.#finish({ done: false, failure: this.#death });
    return failure;
  }

  async #listen(): Promise<void> {
    try {
      for await (const message of this.#subprocess.getEachMessage())
        this.#receive(message as unknown as FromWorker);
    } catch {
      // The channel ends with the process, whose exit `#watch` reports.
    }
  }

  #receive(message: FromWorker): void {
    if (message.type === 'ready') {
      this.#ready?.(message);
      return;
    }
    if (message.key !== this.#job?.spec.key) return;
    if (message.type === 'progress') this.#job.onProgress(message);
    else this.#finish(message.type === 'done' ? { done: true } : { done: false, failure: message.failure });
  }

  #finish(outcome: JobOutcome): void {
    const job = this.#job;
    this.#job = undefined;
    job?.finish(outcome);
  }

  #send(message: ToWorker): void {
    // A failed send means that the process is gone, which `#watch` reports.
    this.#subprocess.sendMessage(message as never).catch(() => undefined);
  }
}

function spawnWorker(command: WorkerCommand, device: Device) {
  return execa(command.file, command.args, {
    ipc: true,
    buffer: false,
    detached: true,
    cleanup: false,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    env: { ...device.env },
  });
}

/** Why a worker that is ready may not work: it is not of the build that the run's keys name. */
function otherBuild({ build }: WorkerCommand, { build: found }: Ready): JobFailure | undefined {
  if (build === undefined || build.id === found) return undefined;
  return { reason: 'worker-of-other-build', expected: build.id, found: found ?? null };
}

function describe(failure: JobFailure): string {
  if (failure.reason === 'worker-exited') return `it exited with code ${failure.exitCode}`;
  return failure.reason === 'worker-killed-by-signal' ? `it was killed by ${failure.signal}` : failure.reason;
}
