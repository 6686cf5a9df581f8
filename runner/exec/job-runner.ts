/**
 * Computes claimed jobs: attempt after attempt, with pauses while the disk is full, up to the record or a failure that is
 * kept for whoever looks for its cause.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FailedJob, JobFailure } from '../../schemas/failure.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { Claim } from '../store/store.ts';
import type { DiskFull } from '../store/store-problem.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { systemProblemOf, unlessMissing } from '../util/system-error.ts';
import {
  type Attempt,
  badOutput,
  computeOnExecutor,
  computeSelection,
  emptyFolder,
  type JobToCompute,
  publishDetails,
  replacedData,
} from './compute-job.ts';
import type { JobOutcome } from './executor.ts';
import type { RunSettings } from './run-settings.ts';

export type Computed =
  | { readonly record: JobRecord; readonly hit: boolean }
  | { readonly failure: JobFailure; readonly log: string };

/** Deaths of a worker that another attempt may survive. */
const retriable: ReadonlySet<JobFailure['reason']> = new Set([
  'worker-exited',
  'worker-killed-by-signal',
  'worker-did-not-start',
  'worker-start-timed-out',
]);

/** How often a full disk is looked at again; each time that a job fills it anew, the wait doubles up to the longest. */
const diskPollMs = 2_000;
const longestDiskPollMs = 5 * 60_000;

const diskFull = { reason: 'disk-full', path: null } as const;

/** A process that finds no room in the middle of Node's own work dies with nothing but a message. */
const isDeathByFullDisk = ({ failure, log }: Extract<Computed, { failure: JobFailure }>): boolean =>
  retriable.has(failure.reason) && /\b(?:ENOSPC|EDQUOT)\b|no space left on device/i.test(log);

const interrupted: Computed = { failure: { reason: 'interrupted' }, log: '' };

interface StartedAttempt extends Attempt {
  readonly startedAt: Date;
  readonly since: number;
}

export class JobRunner {
  readonly #settings: RunSettings;
  readonly #controls = new Set<AbortController>();
  #stopping: 'no' | 'finish' | 'abort' = 'no';
  #isPaused = false;
  running = 0;

  constructor(settings: RunSettings) {
    this.#settings = settings;
  }

  get isStopping(): boolean {
    return this.#stopping !== 'no';
  }

  /** Lets running jobs finish; what waits for something ends as interrupted. */
  stop(): void {
    if (this.#stopping === 'no') this.#stopping = 'finish';
  }

  /** Ends running jobs at once. */
  abort(): void {
    this.#stopping = 'abort';
    for (const control of this.#controls) control.abort({ reason: 'interrupted' });
  }

  async compute(work: JobToCompute, claim: Claim): Promise<Computed> {
    this.running++;
    try {
      const computed = await this.#attempts(work, claim);
      if ('failure' in computed && computed.failure.reason !== 'interrupted')
        this.#keepFailure(work, claim, computed);
      return computed;
    } finally {
      this.running--;
      claim.release();
    }
  }

  /** Says so once, and waits until there is room. @returns false when the run was stopped first. */
  async waitForRoom(problem: DiskFull, pollMs = diskPollMs): Promise<boolean> {
    const { log, clock, store } = this.#settings;
    if (!this.#isPaused) log.emit({ type: 'paused', message: storeProblemText(problem) });
    this.#isPaused = true;
    do {
      // In short steps, so that a run that is stopped meanwhile ends soon.
      for (let waitedMs = 0; waitedMs < pollMs; waitedMs += diskPollMs) {
        if (this.isStopping) return false;
        await clock.sleep(diskPollMs);
      }
      if (this.isStopping) return false;
    } while (!store.hasRoom(problem.neededBytes));
    if (this.#isPaused) log.emit({ type: 'resumed' });
    this.#isPaused = false;
    return true;
  }

  async #attempts(work: JobToCompute, claim: Claim): Promise<Computed> {
    const { label } = work.job;
    let pollMs = diskPollMs;
    for (let attempt = 1; ; ) {
      const computed = await this.#attempt(work, claim, attempt);
      if (!('failure' in computed)) return computed;
      const failure = isDeathByFullDisk(computed) ? diskFull : computed.failure;
      if (failure.reason === 'disk-full') {
        const neededBytes = sizeOf(claim.stagingFolder) + 65_536;
        emptyFolder(claim.stagingFolder);
        const path = failure.path ?? claim.stagingFolder;
        if (!(await this.waitForRoom({ reason: 'disk-full', path, neededBytes }, pollMs))) return interrupted;
        pollMs = Math.min(2 * pollMs, longestDiskPollMs);
        continue;
      }
      if (!retriable.has(failure.reason) || attempt > this.#settings.limits.retries) return computed;
      if (this.isStopping) return computed;
      this.#settings.log.emit({ type: 'job-retried', label, failure });
      emptyFolder(claim.stagingFolder);
      attempt++;
    }
  }

  async #attempt(work: JobToCompute, claim: Claim, number: number): Promise<Computed> {
    const control = new AbortController();
    this.#controls.add(control);
    if (this.#stopping === 'abort') control.abort({ reason: 'interrupted' });
    try {
      let attempt = this.#begun('runner', number);
      const begin = (device: string): void => {
        attempt = this.#begun(device, number);
        const { label } = work.job;
        this.#settings.log.emit({ type: 'job-started', label, key: work.key, device, attempt: number });
      };
      const outcome = await this.#run(work, claim, control, begin);
      if (!outcome.done) return outcome;
      return await this.#publish(work, claim, attempt);
    } catch (error) {
      // What the system refuses the runner concerns the whole run; anything else is this job's.
      if (error instanceof ExplainedError || systemProblemOf(error) !== undefined) throw error;
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const details = stack === undefined ? {} : { stack };
      return { failure: { reason: 'unknown-error-thrown', message, ...details }, log: '' };
    } finally {
      this.#controls.delete(control);
    }
  }

  #begun(device: string, number: number): StartedAttempt {
    const { clock } = this.#settings;
    return { device, number, startedAt: clock.date(), since: clock.now() };
  }

  async #run(
    work: JobToCompute,
    claim: Claim,
    control: AbortController,
    begin: (device: string) => void,
  ): Promise<JobOutcome> {
    if (work.job.kind === 'select') {
      begin('runner');
      return computeSelection(work, claim, this.#settings);
    }
    return computeOnExecutor(work, claim, this.#settings, control, (event) => {
      if (event.type === 'started') begin(event.device);
      else {
        const { type: _, ...progress } = event;
        this.#settings.log.emit({ type: 'job-progress', label: work.job.label, ...progress });
      }
    });
  }

  async #publish(work: JobToCompute, claim: Claim, attempt: StartedAttempt): Promise<Computed> {
    const { log, clock } = this.#settings;
    const unusable = badOutput(work, claim) ?? replacedData(work, this.#settings);
    if (unusable !== undefined) return { failure: unusable, log: '' };
    const wallMs = clock.now() - attempt.since;
    const details = publishDetails(work, this.#settings, attempt, attempt.startedAt, wallMs);
    for (;;) {
      const published = claim.publish(details);
      if (published.ok) {
        const { key, artifactId } = published.value;
        log.emit({ type: 'job-done', label: work.job.label, key, artifactId, wallMs });
        return { record: published.value, hit: false };
      }
      const problem = published.failures[0];
      if (problem === undefined) throw new Error('Internal error: a failure without a reason');
      if (problem.reason === 'bad-output')
        return { failure: { reason: 'bad-output', message: problem.detail }, log: '' };
      if (problem.reason === 'nondeterministic') {
        const outputs = problem.outputs.map(({ name }) => name);
        return { failure: { reason: 'nondeterministic', outputs }, log: '' };
      }
      if (!(await this.waitForRoom(problem))) return interrupted;
    }
  }

  #keepFailure(
    work: JobToCompute,
    claim: Claim,
    { failure, log }: Extract<Computed, { failure: JobFailure }>,
  ): void {
    const { store, runId, clock } = this.#settings;
    const hasProgress = (unlessMissing(() => readdirSync(claim.progressFolder)) ?? []).length > 0;
    const failed: FailedJob = {
      formatVersion: 1,
      key: work.key,
      label: work.job.label,
      runId,
      at: clock.date().toISOString(),
      failure,
      log,
      progress: hasProgress ? relative(store.root, claim.progressFolder) : null,
    };
    // Without room for it the failure is still told and in the journal.
    store.writeFailure(failed);
  }
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
