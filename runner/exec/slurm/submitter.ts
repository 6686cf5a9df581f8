/** Hands waiting jobs in, wave after wave. What Slurm cannot take now waits; what it refuses fails. */
import type { SlurmSettings } from '../../../schemas/executors.ts';
import type { SlurmTask, Wave } from '../../../schemas/slurm.ts';
import type { Clock } from '../../util/clock.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { isDiskFull } from '../../util/system-error.ts';
import type { Cluster } from './cluster.ts';
import type { Ledger } from './ledger.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import type { SlurmJob } from './slurm-job.ts';
import { type SlurmProblem, slurmProblemText } from './slurm-problem.ts';
import { submitWave } from './submission.ts';
import { askStates } from './task-states.ts';
import { Trouble } from './trouble.ts';
import { isDue } from './wave-policy.ts';

export interface SubmitterOptions {
  readonly commands: SlurmCommands;
  readonly cluster: Cluster;
  readonly settings: SlurmSettings;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** The module whose `start` is the command line. */
  readonly program: string;
  readonly taskOf: (job: SlurmJob) => SlurmTask;
  /** How many jobs Slurm has and has not begun. */
  readonly pending: () => number;
  readonly notice: (message: string) => void;
  readonly onSubmitted: (wave: Wave, jobId: string) => void;
}

interface WaitingJob {
  readonly job: SlurmJob;
  readonly since: number;
}

const lookMs = 50;
const [shortestRetryMs, longestRetryMs] = [1_000, 60_000];
/** Until an account that may have no more jobs is asked again. */
const fullMs = 15_000;

export class Submitter {
  readonly #options: SubmitterOptions;
  #waiting: WaitingJob[] = [];
  #most: number;
  #notBefore = -Infinity;
  #isAtWork = false;
  #isClosed = false;
  readonly #trouble: Trouble;

  constructor(options: SubmitterOptions) {
    this.#options = options;
    this.#trouble = new Trouble(options.notice);
    this.#most = options.cluster.maxArraySize;
  }

  add(job: SlurmJob): void {
    this.#waiting.push({ job, since: this.#options.clock.now() });
    if (!this.#isAtWork) void this.#work();
  }

  /** @returns whether it waited here; then it is handed in no more. */
  remove(job: SlurmJob): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((one) => one.job !== job);
    return this.#waiting.length < before;
  }

  /** Takes all that wait out. */
  drain(): readonly SlurmJob[] {
    return this.#waiting.splice(0).map(({ job }) => job);
  }

  close(): void {
    this.#isClosed = true;
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    while (this.#waiting.length > 0 && !this.#isClosed) {
      if (!this.#isDue()) {
        await this.#options.clock.sleep(lookMs);
        continue;
      }
      const jobs = this.#waiting.splice(0, this.#most).map(({ job }) => job);
      try {
        await this.#submit(jobs);
      } catch (error) {
        this.#crash(jobs, error);
      }
    }
    this.#isAtWork = false;
  }

  #isDue(): boolean {
    const now = this.#options.clock.now();
    if (now < this.#notBefore) return false;
    return isDue({
      count: this.#waiting.length,
      firstMs: now - (this.#waiting[0]?.since ?? now),
      lastMs: now - (this.#waiting.at(-1)?.since ?? now),
      pending: this.#options.pending(),
      most: this.#most,
    });
  }

  #crash(jobs: readonly SlurmJob[], error: unknown): void {
    for (const job of jobs) {
      if (job.isSettled) continue;
      this.#takeBack([job]);
      if (isDiskFull(error)) job.fail({ reason: 'disk-full', path: this.#options.ledger.root });
      else job.crash(error);
    }
  }

  async #submit(jobs: readonly SlurmJob[]): Promise<void> {
    const { ledger, clock, taskOf } = this.#options;
    const wave = ledger.addWave(jobs.map(taskOf), clock.date().toISOString());
    for (const [index, job] of jobs.entries()) job.place = { wave: wave.name, index };
    for (let retryMs = shortestRetryMs; ; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
      const answer = await this.#handIn(wave);
      if (answer.ok) return this.#confirm(wave, answer.value);
      const problem = onlyFailure(answer.failures);
      if (problem.reason === 'limit') return this.#waitForRoom(jobs, problem);
      if (problem.reason !== 'unreachable') return this.#refuse(jobs, problem);
      this.#tellTrouble(problem);
      await this.#pause(retryMs, jobs);
      // What it was sent it may have taken all the same; whoever comes next finds it by its name.
      if (this.#isClosed || jobs.every(({ isSettled }) => isSettled)) return;
      const jobId = await this.#find(wave);
      if (jobId !== undefined) return this.#confirm(wave, jobId);
    }
  }

  #handIn({ name, keys }: Wave) {
    const { commands, settings, program, ledger } = this.#options;
    return submitWave(
      commands,
      { settings, program, waveFolder: ledger.waveFolder(name) },
      name,
      keys.length,
    );
  }

  async #find({ name, at }: Wave): Promise<string | undefined> {
    const { commands, cluster } = this.#options;
    const states = await askStates(commands, cluster, [name], at);
    return states.ok ? states.value.get(name)?.jobId : undefined;
  }

  #confirm(wave: Wave, jobId: string): void {
    const { ledger, notice, onSubmitted, cluster } = this.#options;
    ledger.confirm(wave, jobId);
    this.#trouble.isOver();
    this.#most = Math.min(2 * this.#most, cluster.maxArraySize);
    notice(`handed ${wave.keys.length} job(s) to Slurm as ${jobId} (${wave.name})`);
    onSubmitted(wave, jobId);
  }

  /** Half as many may fit; one that does not waits until others have ended. */
  #waitForRoom(jobs: readonly SlurmJob[], problem: SlurmProblem): void {
    this.#takeBack(jobs);
    const now = this.#options.clock.now();
    const left = jobs.filter(({ isSettled }) => !isSettled);
    this.#waiting.unshift(...left.map((job) => ({ job, since: now })));
    this.#most = Math.max(1, Math.floor(jobs.length / 2));
    if (jobs.length > 1) return;
    this.#notBefore = now + fullMs;
    this.#tellTrouble(problem);
  }

  #refuse(jobs: readonly SlurmJob[], problem: SlurmProblem): void {
    this.#takeBack(jobs);
    const { message, help } = slurmProblemText(problem);
    for (const job of jobs) {
      if (!job.isSettled) job.fail(job.cancelled ?? { reason: 'slurm-refused', message, hint: help });
    }
  }

  #takeBack(jobs: readonly SlurmJob[]): void {
    for (const job of jobs) {
      job.place = undefined;
      this.#options.ledger.forget(job.spec.key);
    }
  }

  #tellTrouble(problem: SlurmProblem): void {
    const { message, help } = slurmProblemText(problem);
    this.#trouble.tell(message, help);
  }

  /** In short steps, so that a run that is stopped meanwhile ends soon. */
  async #pause(ms: number, jobs: readonly SlurmJob[]): Promise<void> {
    const { clock } = this.#options;
    for (const until = clock.now() + ms; clock.now() < until; ) {
      if (this.#isClosed || jobs.every(({ isSettled }) => isSettled)) return;
      await clock.sleep(Math.min(ms, 250));
    }
  }
}
