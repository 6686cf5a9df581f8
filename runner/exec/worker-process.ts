/**
 * One long-lived worker process. The runner knows it as a command that takes job specs and gives back events; it
 * runs in a process group of its own, so that Ctrl-C in a terminal reaches the runner alone and the runner can end
 * the worker with everything it started.
 */
import { execa } from 'execa';
import { type JobFailure, jobFailureFormat } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { FromWorker, JobSpec, ToWorker } from '../../schemas/job.ts';
import type { TrialAnswer, TrialRequest } from '../../schemas/trial.ts';
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

export interface JobWatch {
  readonly onProgress: (progress: JobProgress) => void;
  /** Told what the process prints meanwhile. */
  readonly onPrinted?: (text: string) => void;
  /** A search asks for a trial. Never rejects. */
  readonly onTrial?: (request: TrialRequest) => Promise<TrialAnswer>;
}

interface RunningJob extends JobWatch {
  readonly finish: (outcome: JobOutcome) => void;
}

export class WorkerProcess {
  readonly #subprocess: Subprocess;
  readonly #build: WorkerBuild | undefined;
  readonly #limits: WorkerLimits;
  readonly #clock: Clock;
  readonly #ended: Promise<void>;
  /** One that computes, or any number that wait for trials. */
  readonly #jobs = new Map<JobKey, RunningJob>();
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
      const text = chunk.toString('utf8');
      this.#log = (this.#log + text).slice(-logTail);
      for (const { onPrinted } of this.#jobs.values()) onPrinted?.(text);
    };
    this.#subprocess.stdout.on('data', keep);
    this.#subprocess.stderr.on('data', keep);
    this.#ended = this.#watch();
  }

  get alive(): boolean {
    return this.#death === undefined;
  }

  /** Of its first process, and of its group; undefined when it did not start. */
  get pid(): number | undefined {
    return this.#subprocess.pid;
  }

  /** Resolves when its first process has ended. */
  get ended(): Promise<void> {
    return this.#ended;
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
  run(spec: JobSpec, watch: Pick<JobWatch, 'onProgress' | 'onPrinted'>): Promise<JobOutcome> {
    if (this.#jobs.size > 0) throw new Error('Internal error: a worker runs one job at a time');
    this.#log = '';
    return this.#begin({ type: 'run', spec }, watch);
  }

  /** Drives a search that has its trials computed elsewhere, beside others. */
  drive(spec: JobSpec, watch: JobWatch & Required<Pick<JobWatch, 'onTrial'>>): Promise<JobOutcome> {
    return this.#begin({ type: 'drive', spec }, watch);
  }

  #begin(message: Extract<ToWorker, { spec: JobSpec }>, watch: JobWatch): Promise<JobOutcome> {
    const { key } = message.spec;
    if (this.#jobs.has(key)) throw new Error('Internal error: a job began twice');
    return new Promise((finish) => {
      this.#jobs.set(key, { ...watch, finish });
      if (this.#death !== undefined) this.#failAll(this.#death);
      else void this.#send(message);
    });
  }

  /** Ends the process group at once. Running jobs end with `failure`. */
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
    if (this.#jobs.size > 0 || !this.#isReady) this.kill({ reason: 'interrupted' });
    if (this.alive) void this.#send({ type: 'shutdown' });
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
    this.#failAll(this.#death);
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
    if (message.type === 'ready') this.#greet(message);
    else {
      const job = this.#jobs.get(message.key);
      if (job !== undefined) this.#report(message, job);
    }
  }

  #greet(ready: Ready): void {
    const other = otherBuild(this.#build, ready);
    if (other === undefined) {
      this.#isReady = true;
      for (const resolve of this.#waiting.splice(0)) resolve(undefined);
    } else this.kill(other);
  }

  #report(message: Exclude<FromWorker, Ready>, job: RunningJob): void {
    switch (message.type) {
      case 'progress': {
        const { type: _, key: __, ...progress } = message;
        job.onProgress(progress);
        break;
      }
      case 'trial':
        void this.#answer(message.key, message.request, job);
        break;
      case 'done':
        this.#finish(message.key, { done: true });
        break;
      case 'failed':
        this.#fail(message.key, readFailure(message.failure));
        break;
      default:
        message satisfies never;
    }
  }

  async #answer(key: JobKey, request: TrialRequest, { onTrial }: RunningJob): Promise<void> {
    if (onTrial === undefined) throw new Error('Internal error: a job that is not driven asks for a trial');
    const answer = await onTrial(request);
    void this.#send({ type: 'answer', key, number: request.number, answer });
  }

  #failAll(failure: JobFailure): void {
    for (const key of [...this.#jobs.keys()]) this.#fail(key, failure);
  }

  #fail(key: JobKey, failure: JobFailure): void {
    this.#finish(key, { done: false, failure, log: this.#log });
  }

  #finish(key: JobKey, outcome: JobOutcome): void {
    const job = this.#jobs.get(key);
    this.#jobs.delete(key);
    job?.finish(outcome);
  }

  async #send(message: ToWorker): Promise<void> {
    try {
      await this.#subprocess.sendMessage(message as never);
    } catch {
      // The process is gone, or its channel is and it goes soon: `#watch` reports that.
    }
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
