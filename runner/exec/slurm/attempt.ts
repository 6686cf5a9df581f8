/** One start of a task on a node. Slurm may start it again, elsewhere, when it gives this node up. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { JobFailure } from '../../../schemas/failure.ts';
import { attemptFormat, type SlurmTask, type TaskEnd } from '../../../schemas/slurm.ts';
import { changedFiles, readBuild, workerFiles } from '../../build/build-file.ts';
import { type Clock, systemClock } from '../../util/clock.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { unlessMissing, unlessRefused } from '../../util/system-error.ts';
import { CommandExecutor } from '../command/command-executor.ts';
import type { CommandProgram } from '../command/command-program.ts';
import type { Device } from '../device.ts';
import { environmentHere } from '../environment.ts';
import { type ExecutorEvent, failed, type JobOutcome } from '../executor.ts';
import { LocalExecutor } from '../local-executor.ts';
import { programFailure, type WorkerCommand } from '../worker-process.ts';
import { allocatedGpus } from './allocated-gpus.ts';
import type { Ledger, TaskPlace } from './ledger.ts';
import { readTaskFile } from './task-file.ts';

/** What a program has for its checkpoint. Slurm's own patience, KillWait, is 30 s unless it is set otherwise. */
const graceMs = 25_000;
const progressMs = 1_000;
/** By which Slurm says which GPUs the task has. */
const gpuVariables = [
  'CUDA_VISIBLE_DEVICES',
  'ROCR_VISIBLE_DEVICES',
  'ZE_AFFINITY_MASK',
  'GPU_DEVICE_ORDINAL',
];

/** Slurm's variables of a task, such as `SLURM_ARRAY_TASK_ID`. */
export type TaskVariables = Readonly<Record<string, string | undefined>>;

export class Attempt {
  readonly #ledger: Ledger;
  readonly #task: SlurmTask;
  readonly #place: TaskPlace;
  readonly #clock: Clock = systemClock;
  readonly #device: Device;
  readonly #id: string;
  readonly #folder: string;
  readonly #node: string;
  #toldAt = -Infinity;

  constructor(ledger: Ledger, task: SlurmTask, place: TaskPlace, env: TaskVariables) {
    this.#ledger = ledger;
    this.#task = task;
    this.#place = place;
    this.#node = env['SLURMD_NODENAME'] ?? hostname();
    this.#device = deviceOf(this.#node, env);
    this.#id = `${Number(env['SLURM_RESTART_COUNT'] ?? 0)}-${randomBytes(8).toString('hex')}`;
    this.#folder = ledger.attemptFolder(task.spec.key, this.#id);
  }

  get #jobFolder(): string {
    return this.#ledger.jobFolder(this.#task.spec.key);
  }

  /** Takes the place of an earlier attempt, whose outputs are of no use. @returns false when the job was forgotten meanwhile */
  begin(): boolean {
    const note = { formatVersion: 1, id: this.#id, node: this.#node };
    if (!this.#ledger.note(this.#task.spec.key, 'attempt.json', note)) return false;
    for (const name of unlessMissing(() => readdirSync(this.#jobFolder)) ?? []) {
      if (!/^\d+-[0-9a-f]{16}$/.test(name)) continue;
      unlessRefused(() => rmSync(join(this.#jobFolder, name), { recursive: true, force: true }));
    }
    // Not with the folders above them, which do not come back.
    const made = unlessMissing(() =>
      [this.#folder, join(this.#folder, 'output')].map((path) => mkdirSync(path)),
    );
    if (made === undefined) return false;
    const { progressFolder } = this.#task.spec;
    if (progressFolder !== null) makeFolder(progressFolder);
    return true;
  }

  isCurrent(): boolean {
    if (!this.#ledger.isCurrent(this.#task.spec.key, this.#place)) return false;
    return readTaskFile(join(this.#jobFolder, 'attempt.json'), attemptFormat)?.id === this.#id;
  }

  async run(signal: AbortSignal): Promise<TaskEnd> {
    const startedAt = this.#clock.date().toISOString();
    const since = this.#clock.now();
    const outcome = await this.#compute(signal);
    return {
      formatVersion: 1,
      key: this.#task.spec.key,
      attempt: this.#id,
      outcome,
      environment: environmentHere(this.#device.id),
      startedAt,
      wallMs: Math.round(this.#clock.now() - since),
    };
  }

  async #compute(signal: AbortSignal): Promise<TaskEnd['outcome']> {
    const { worker, program, spec } = this.#task;
    const command = commandOf(worker);
    const changed = command === undefined ? undefined : programFailure(command);
    if (command === undefined || changed !== undefined) {
      return failed(changed ?? buildGone(worker));
    }
    const devices = [this.#device];
    const executor = new CommandExecutor(new LocalExecutor(command, devices), {
      devices,
      graceMs,
      gpus: allocatedGpus(this.#device),
      // Written by the same build that reads it here.
      programOf: () => program as unknown as CommandProgram,
    });
    const output = { ...spec, outputFolder: join(this.#folder, 'output') };
    try {
      return outcomeOf(await executor.run(output, signal, (event) => this.#tell(event)));
    } finally {
      await executor.close();
    }
  }

  /** For whoever watches; a file that cannot be written is no harm. */
  #tell(event: ExecutorEvent): void {
    const now = this.#clock.now();
    if (event.type !== 'progress' || now - this.#toldAt < progressMs) return;
    this.#toldAt = now;
    const { type: _, ...progress } = event;
    const note = { formatVersion: 1, ...progress };
    unlessRefused(() => this.#ledger.note(this.#task.spec.key, 'progress.json', note));
  }
}

function outcomeOf(outcome: JobOutcome): TaskEnd['outcome'] {
  if (!outcome.done) return outcome;
  return outcome.program === undefined ? { done: true } : { done: true, program: outcome.program };
}

/** Undefined when the build is not there. */
function commandOf({ file, build }: SlurmTask['worker']): WorkerCommand | undefined {
  const command = { file: process.execPath, args: [file] };
  if (build === null) return existsSync(file) ? command : undefined;
  const read = readBuild(build.folder);
  if (!read.ok) return undefined;
  const changed = (): readonly string[] => changedFiles(read.value, workerFiles);
  return { ...command, build: { id: build.id, changedFiles: changed } };
}

const buildGone = ({ file, build }: SlurmTask['worker']): JobFailure => ({
  reason: 'worker-did-not-start',
  message: `expected the worker ${file}${build === null ? '' : ` of the build ${build.id.slice(0, 12)}`} on ${hostname()}, found none; the program must lie on a folder that all nodes share`,
});

function deviceOf(node: string, env: TaskVariables): Device {
  const bound = gpuVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  const gpus = env['SLURM_JOB_GPUS'] ?? env['SLURM_STEP_GPUS'];
  return { id: `slurm:${node}${gpus === undefined ? '' : `/gpu:${gpus}`}`, env: Object.fromEntries(bound) };
}
