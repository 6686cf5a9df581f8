/**
 * Runs jobs in Slurm. Jobs that are given at about the same time are one job array; what a runner that died had handed in
 * is taken up and not handed in again.
 */
import { join } from 'node:path';
import type { SlurmSettings } from '../../../schemas/executors.ts';
import { slurmDefaults } from '../../../schemas/executors.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobKey } from '../../../schemas/ids.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { SlurmTask, Wave } from '../../../schemas/slurm.ts';
import { type Clock, systemClock } from '../../util/clock.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { runsProgram } from '../command/command-executor.ts';
import type { CommandProgram } from '../command/command-program.ts';
import { type Executor, type ExecutorEvent, failed, type JobOutcome } from '../executor.ts';
import { Canceller } from './canceller.ts';
import type { Cluster } from './cluster.ts';
import { collectEnds } from './end-collector.ts';
import { interrupted, JobStates } from './job-states.ts';
import { Ledger } from './ledger.ts';
import { LookOut } from './look-out.ts';
import { OpenWaves } from './open-waves.ts';
import { type SlurmCommands, slurmCommands } from './slurm-commands.ts';
import { SlurmJob } from './slurm-job.ts';
import { slurmProblemText } from './slurm-problem.ts';
import { Submitter } from './submitter.ts';
import { askStates } from './task-states.ts';
import { Trouble } from './trouble.ts';
import { Withdrawal } from './withdrawal.ts';

export interface SlurmOptions {
  /** Of the store, on a folder that all nodes share. */
  readonly storeRoot: string;
  readonly settings: SlurmSettings;
  readonly cluster: Cluster;
  /** The module whose `start` is the command line of this program. */
  readonly program: string;
  readonly worker: SlurmTask['worker'];
  /** From the parameters of a job to what its task declares. */
  readonly programOf: (parameters: JsonObject) => CommandProgram;
  readonly notice: (message: string) => void;
  readonly commands?: SlurmCommands;
  readonly clock?: Clock;
}

export class SlurmExecutor implements Executor {
  readonly slots: number;
  readonly #options: SlurmOptions;
  readonly #commands: SlurmCommands;
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #waves: OpenWaves;
  readonly #submitter: Submitter;
  readonly #canceller: Canceller;
  readonly #withdrawal: Withdrawal;
  readonly #states: JobStates;
  readonly #lookOut: LookOut;
  readonly #trouble: Trouble;
  readonly #jobs = new Map<JobKey, SlurmJob>();
  #adopted = 0;
  #isStopping = false;
  #isClosed = false;

  constructor(options: SlurmOptions) {
    const { settings, notice } = options;
    this.#options = options;
    this.#commands = options.commands ?? slurmCommands;
    this.#clock = options.clock ?? systemClock;
    this.#ledger = new Ledger(join(options.storeRoot, 'slurm'));
    this.#ledger.sweep(this.#clock.date().getTime());
    this.#waves = new OpenWaves(this.#ledger);
    this.slots = settings.maxUnderWay ?? slurmDefaults.maxUnderWay;
    this.#trouble = new Trouble(notice);
    const common = { ledger: this.#ledger, commands: this.#commands, clock: this.#clock, notice };
    this.#canceller = new Canceller(this.#commands, this.#clock, notice);
    this.#submitter = new Submitter({
      ...common,
      ...{ settings, cluster: options.cluster, program: options.program },
      taskOf: (job) => this.#taskOf(job),
      pending: () =>
        [...this.#jobs.values()].filter((job) => job.place !== undefined && !job.isOnNode).length,
      onSubmitted: (wave, jobId) => this.#onSubmitted(wave, jobId),
    });
    this.#lookOut = new LookOut({
      clock: this.#clock,
      pollMs: 1_000 * (settings.pollSeconds ?? slurmDefaults.pollSeconds),
      hasJobs: () => this.#jobs.size > 0,
      look: () => collectEnds(this.#ledger, [...this.#jobs.values()]),
      ask: () => this.#ask(),
      onCrash: (error) => {
        for (const job of this.#jobs.values()) if (!job.isSettled) job.crash(error);
      },
    });
    this.#withdrawal = new Withdrawal({
      ...{ canceller: this.#canceller, waves: this.#waves, clock: this.#clock },
      takeOut: (job) => this.#submitter.remove(job),
      askSoon: () => this.#lookOut.askSoon(),
    });
    this.#states = new JobStates({
      ...common,
      waves: this.#waves,
      isStopping: () => this.#isStopping,
      cancel: (job) => this.#withdrawal.tell(job),
      askSoon: () => this.#lookOut.askSoon(),
      handIn: (job) => this.#submitter.add(job),
    });
  }

  async run(
    spec: JobSpec,
    signal: AbortSignal,
    onEvent: (event: ExecutorEvent) => void,
  ): Promise<JobOutcome> {
    const refusal = this.#isClosed || this.#isStopping ? interrupted : undefined;
    const failure = signal.aborted ? (signal.reason as JobFailure) : refusal;
    if (failure !== undefined) return failed(failure);
    if (this.#jobs.has(spec.key)) throw new Error('Internal error: a job was given twice');
    if (this.#jobs.size === this.slots) throw new Error('Internal error: more jobs than slots');
    const job = new SlurmJob(spec, onEvent);
    this.#jobs.set(spec.key, job);
    const onAbort = (): void => this.#withdrawal.cancel(job, signal.reason as JobFailure);
    signal.addEventListener('abort', onAbort, { once: true });
    job.place = this.#waves.adopt(job);
    if (job.place === undefined) this.#submitter.add(job);
    else {
      job.isAdopted = true;
      this.#adopted++;
      this.#lookOut.askSoon();
    }
    void this.#lookOut.begin();
    try {
      return await job.outcome;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#jobs.delete(spec.key);
      this.#lookOut.wake();
    }
  }

  stop(): void {
    this.#isStopping = true;
    for (const job of this.#submitter.drain()) job.fail(interrupted);
    for (const job of this.#jobs.values()) this.#withdrawal.takeBack(job);
    this.#lookOut.askSoon();
  }

  published(key: JobKey): void {
    this.#ledger.forget(key);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const open = [...this.#jobs.values()];
    for (const job of open) this.#withdrawal.cancel(job, interrupted);
    await Promise.allSettled(open.map(({ outcome }) => outcome));
    this.#submitter.close();
    this.#canceller.close();
    this.#lookOut.wake();
  }

  #taskOf({ spec }: SlurmJob): SlurmTask {
    const program = runsProgram(spec) ? this.#options.programOf(spec.parameters) : null;
    return { formatVersion: 1, spec, worker: this.#options.worker, program: program as SlurmTask['program'] };
  }

  #onSubmitted(wave: Wave, jobId: string): void {
    this.#waves.submitted(wave, jobId);
    for (const job of this.#jobs.values()) {
      if (job.place?.wave !== wave.name) continue;
      if (job.cancelled !== undefined) this.#withdrawal.tell(job);
      else if (this.#isStopping) this.#withdrawal.takeBack(job);
    }
    this.#lookOut.askSoon();
  }

  async #ask(): Promise<void> {
    const { notice, cluster } = this.#options;
    if (this.#adopted > 0) notice(`took up ${this.#adopted} job(s) that an earlier run had handed to Slurm`);
    this.#adopted = 0;
    const open = [...this.#jobs.values()].filter(({ isSettled, place }) => !isSettled && place !== undefined);
    const { names, since } = this.#waves.keepOf(open);
    if (names.length === 0) return;
    const states = await askStates(this.#commands, cluster, names, since);
    if (!states.ok) return this.#trouble.tell(slurmProblemText(onlyFailure(states.failures)).message);
    this.#trouble.isOver();
    for (const job of open) {
      if (!job.isSettled && job.place !== undefined) this.#states.apply(job, job.place, states.value);
    }
  }
}
