/**
 * One long-lived worker process. The runner knows it as a command that takes job specs and gives back events; it
 * runs in a process group of its own, so that Ctrl-C in a terminal reaches the runner alone and the runner can end
 * the worker with everything it started.
 */
import { execa } from 'execa';
import { type JobFailure, jobFailureFormat } from '../../schemas/failure.ts';
import type { FromWorker, JobSpec, ToWorker } from '../../schemas/job.ts';
import type { Clock } from '../util/clock.ts';
import type { Device } from './device.ts';
import type { JobOutcome, JobProgress } from './executor.ts';
import { workerEnvironment } from './worker-environment.ts';

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

export interface WorkerLimits {
  /** From its start to `ready`. */
  readonly startMs: number;
  /** From `shutdown` to its end; then it is killed. */
  readonly shutdownMs: number;
}

export const workerLimits: WorkerLimits = { startMs: 120_000, shutdownMs: 3_000 };

/** How much of what a worker prints is kept. */
const logTail = 4_000;

type Ready = Extract<FromWorker, { type: 'ready' }>;
type Subprocess = ReturnType<typeof spawnWorker>;

interface RunningJob {
  readonly spec: JobSpec;
  readonly onProgress: (progress: JobProgress) => void;
  readonly finish: (outcome: JobOutcome) => void;
}

export class WorkerProcess {
  readonly #subprocess: Subprocess;
  readonly #build: WorkerBuild | undefined;
  readonly #limits: WorkerLimits;
  readonly #clock: Clock;
  readonly #ended: Promise<void>;
  #job: RunningJob | undefined;
  #death: JobFailure | undefined;
  #log = '';
  #isReady = false;
  readonly #waiting: ((failure: JobFailure | undefined) => void)[] = [];

  /** Starts the process. */
  constructor(command: WorkerCommand, device: Device, limits: WorkerLimits, clock: Clock) {
    this.#build = command.build;
    this.#limits = limits;
    this.#clock = clock;
    this.#subprocess = spawnWorker(command, device);
    const keep = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString('utf8')).slice(-logTail);
    };
    this.#subprocess.stdout.on('data', keep);
    this.#subprocess.stderr.on('data', keep);
    this.#ended = this.#watch();
  }

  get alive(): boolean {
    return this.#death === undefined;
  }

  /** The end of what it printed since its last job began. */
  get log(): string {
    return this.#log;
  }

  /** Waits for `ready`. @returns why it will not come. */
  async ready(): Promise<JobFailure | undefined> {
    if (this.#isReady || this.#death !== undefined) return this.#death;
    const timeoutMs = this.#limits.startMs;
    const timer = this.#clock.after(timeoutMs, () =>
      this.kill({ reason: 'worker-start-timed-out', timeoutMs }),
    );
    const failure = await new Promise<JobFailure | undefined>((resolve) => this.#waiting.push(resolve));
    timer.cancel();
    return failure;
  }

  /** Runs one job to its end; a dead worker gives the kind of its death. */
  run(spec: JobSpec, onProgress: (progress: JobProgress) => void): Promise<JobOutcome> {
    if (this.#job !== undefined) throw new Error('Internal error: a worker runs one job at a time');
    return new Promise((finish) => {
      this.#log = '';
      this.#job = { spec, onProgress, finish };
      if (this.#death !== undefined) this.#fail(this.#death);
      else this.#send({ type: 'run', spec });
    });
  }

  /** Ends the process group at once. The running job, if any, ends with `failure`. */
  kill(failure: JobFailure): void {
    this.#die(failure);
    const { pid } = this.#subprocess;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has already ended.
    }
  }

  /** Lets an idle worker exit by itself; one that does not, stopped, deaf or busy, is killed. */
  async shutdown(): Promise<void> {
    if (this.#job !== undefined || !this.#isReady) this.kill({ reason: 'interrupted' });
    if (this.alive) this.#send({ type: 'shutdown' });
    if (await this.#endsWithin(this.#limits.shutdownMs)) return;
    this.kill({ reason: 'interrupted' });
    // One that even SIGKILL does not end hangs in the kernel; nobody waits for that.
    if (!(await this.#endsWithin(this.#limits.shutdownMs))) this.#subprocess.unref();
  }

  async #endsWithin(ms: number): Promise<boolean> {
    let cancel = (): void => undefined;
    const late = new Promise<boolean>((resolve) => {
      cancel = this.#clock.after(ms, () => resolve(false)).cancel;
      // The timer alone keeps no process alive, but the channel to the worker does.
    });
    const inTime = await Promise.race([this.#ended.then(() => true), late]);
    cancel();
    return inTime;
  }

  async #watch(): Promise<void> {
    const messages = this.#listen();
    const result = await this.#subprocess;
    await messages;
    this.#die(
      result.signal !== undefined
        ? { reason: 'worker-killed-by-signal', signal: result.signal }
        : result.exitCode !== undefined
          ? { reason: 'worker-exited', exitCode: result.exitCode }
          : { reason: 'worker-did-not-start', message: result.shortMessage ?? 'unknown' },
    );
  }

  /** The first death counts: a worker that is killed by us also dies of a signal. */
  #die(failure: JobFailure): void {
    this.#death ??= failure;
    for (const resolve of this.#waiting.splice(0)) resolve(this.#whyNotStarted(this.#death));
    this.#fail(this.#death);
  }

  #whyNotStarted(death: JobFailure): JobFailure {
    if (death.reason !== 'worker-exited' && death.reason !== 'worker-killed-by-signal') return death;
    const how =
      death.reason === 'worker-exited'
        ? `it exited with code ${death.exitCode}`
        : `it was killed by ${death.signal}`;
    return { reason: 'worker-did-not-start', message: this.#log.trim() || how };
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
    if (message.type === 'ready') this.#begin(message);
    else if (message.key === this.#job?.spec.key) this.#report(message, this.#job);
  }

  #begin(ready: Ready): void {
    const other = otherBuild(this.#build, ready);
    if (other === undefined) {
      this.#isReady = true;
      for (const resolve of this.#waiting.splice(0)) resolve(undefined);
    } else this.kill(other);
  }

  #report(message: Exclude<FromWorker, Ready>, { onProgress }: RunningJob): void {
    if (message.type === 'progress') {
      const { type: _, key: __, ...progress } = message;
      onProgress(progress);
    } else if (message.type === 'done') this.#finish({ done: true });
    else this.#fail(readFailure(message.failure));
  }

  #fail(failure: JobFailure): void {
    this.#finish({ done: false, failure, log: this.#log });
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

/** Why the program may not be started: to be asked before each start. */
export function programFailure({ build }: WorkerCommand): JobFailure | undefined {
  const files = build?.changedFiles() ?? [];
  return files.length === 0 ? undefined : { reason: 'worker-changed', files };
}

/** Why a worker that is ready may not work: it is not of the build that the run's keys name. */
function otherBuild(build: WorkerBuild | undefined, { build: found }: Ready): JobFailure | undefined {
  if (build === undefined || build.id === found) return undefined;
  return { reason: 'worker-of-other-build', expected: build.id, found: found ?? null };
}

function readFailure(failure: unknown): JobFailure {
  const read = jobFailureFormat.read(failure);
  if (read.ok) return read.value;
  return {
    reason: 'unknown-error-thrown',
    message: 'the worker reported a failure that this version does not know',
  };
}

function spawnWorker(command: WorkerCommand, device: Device) {
  return execa(command.file, command.args, {
    ipc: true,
    buffer: false,
    detached: true,
    cleanup: false,
    reject: false,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    extendEnv: false,
    env: workerEnvironment(process.env, device),
  });
}
