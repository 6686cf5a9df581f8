/**
 * Computes claimed jobs: attempt after attempt, with pauses while the disk is full, up to the record or a failure that is
 * kept for whoever looks for its cause.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { FailedJob, JobFailure } from '../../schemas/failure.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { TrialAnswer, TrialRequest } from '../../schemas/trial.ts';
import { isDriver } from '../graph/driver.ts';
import { type GraphJob, namesOf } from '../graph/job-graph.ts';
import type { Claim } from '../store/store.ts';
import type { DiskFull } from '../store/store-problem.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { onlyFailure } from '../util/only-failure.ts';
import { systemProblemOf, unlessMissing } from '../util/system-error.ts';
import {
  badOutput,
  computeByDriver,
  computeOnExecutor,
  computeSelection,
  emptyFolder,
  type JobToCompute,
  publishDetails,
  replacedData,
  type StartedAttempt,
} from './compute-job.ts';
import type { DriveWatch } from './driver-host.ts';
import type { ExecutorEvent, JobOutcome } from './executor.ts';
import type { RunSettings } from './run-settings.ts';

export type Computed =
  | { readonly record: JobRecord; readonly hit: boolean }
  | {
      readonly failure: JobFailure;
      readonly log: string;
      /** Folder of what it left, once it has failed for good. */
      readonly kept?: string;
    };

/** Deaths of a worker that another attempt may survive. */
const retriable: ReadonlySet<JobFailure['reason']> = new Set([
  'worker-exited',
  'worker-killed-by-signal',
  'worker-did-not-start',
  'worker-start-timed-out',
  'program-killed-by-signal',
  'slurm-lost',
]);

/** How often a full disk is looked at again; each time that a job fills it anew, the wait doubles up to the longest. */
const diskPollMs = 2_000;
const longestDiskPollMs = 5 * 60_000;

/** Publications at once beside the jobs that run. More share no flush any better, and each keeps a folder of outputs. */
const mostPublishing = 64;

const diskFull = { reason: 'disk-full', path: null } as const;

/** A process that finds no room in the middle of Node's own work dies with nothing but a message. */
const isDeathByFullDisk = ({ failure, log }: Extract<Computed, { failure: JobFailure }>): boolean =>
  (retriable.has(failure.reason) || failure.reason === 'program-exited') &&
  /\b(?:ENOSPC|EDQUOT)\b|no space left on device/i.test(log);

/** What was stopped has not failed: the next run takes it up again. */
export const interrupted: Computed = { failure: { reason: 'interrupted' }, log: '' };

export type ComputeTrial = (search: GraphJob, request: TrialRequest) => Promise<TrialAnswer>;

interface TimedAttempt extends StartedAttempt {
  readonly since: number;
}

export class JobRunner {
  readonly #settings: RunSettings;
  readonly #computeTrial: ComputeTrial;
  readonly #controls = new Set<AbortController>();
  #stopping: 'no' | 'finish' | 'abort' = 'no';
  #isPaused = false;
  #publishing = 0;
  #underWay = 0;

  /** @param computeTrial for a driven search. Never rejects. */
  constructor(settings: RunSettings, computeTrial: ComputeTrial) {
    this.#settings = settings;
    this.#computeTrial = computeTrial;
  }

  /** Jobs that are computed, without those that only wait for the disk. */
  get running(): number {
    return this.#underWay - this.#publishing;
  }

  get isStopping(): boolean {
    return this.#stopping !== 'no';
  }

  /** Lets running jobs finish; what waits for something ends as interrupted. */
  stop(): void {
    if (this.#stopping !== 'no') return;
    this.#stopping = 'finish';
    this.#settings.executor.stop?.();
  }

  /** Ends running jobs at once. */
  abort(): void {
    this.#stopping = 'abort';
    for (const control of this.#controls) control.abort({ reason: 'interrupted' });
  }

  /** @param onComputed called once the executor is done with the job, when only its publication is left. */
  async compute(work: JobToCompute, claim: Claim, onComputed: () => void): Promise<Computed> {
    this.#underWay++;
    try {
      const computed = await this.#attempts(work, claim, onComputed);
      if ('failure' in computed && computed.failure.reason !== 'interrupted')
        return { ...computed, ...this.#keepFailure(work, claim, computed) };
      return computed;
    } finally {
      this.#underWay--;
      await claim.releaseSoon();
    }
  }

  /**
   * Drives a search that another runner has claimed, for the sake of its trials: both ask for the same ones, and the lock of
   * each trial gives it to one of them. What this one finds is thrown away, and so is a failure. Never rejects.
   */
  async help(work: JobToCompute): Promise<void> {
    const control = new AbortController();
    this.#controls.add(control);
    const onTrial: DriveWatch['onTrial'] = (request) => this.#computeTrial(work.job, request);
    try {
      const stagingFolder = mkdtempSync(join(tmpdir(), 'reprise-help-'));
      try {
        const place = { stagingFolder, progressFolder: null };
        await computeByDriver(work, place, this.#settings, control, { onEvent: () => undefined, onTrial });
      } finally {
        rmSync(stagingFolder, { recursive: true, force: true });
      }
    } catch {
      // Nobody depends on help: the search is then waited for.
    } finally {
      this.#controls.delete(control);
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

  async #attempts(work: JobToCompute, claim: Claim, onComputed: () => void): Promise<Computed> {
    let pollMs = diskPollMs;
    for (let attempt = 1; ; ) {
      const computed = await this.#attempt(work, claim, attempt, onComputed);
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
      this.#settings.log.emit({ type: 'job-retried', ...namesOf(work.job), failure });
      emptyFolder(claim.stagingFolder);
      attempt++;
    }
  }

  async #attempt(
    work: JobToCompute,
    claim: Claim,
    number: number,
    onComputed: () => void,
  ): Promise<Computed> {
    const control = new AbortController();
    this.#controls.add(control);
    if (this.#stopping === 'abort') control.abort({ reason: 'interrupted' });
    try {
      let attempt = this.#begun('runner', number);
      const begin = (device: string): void => {
        attempt = this.#begun(device, number);
        this.#settings.log.emit({
          type: 'job-started',
          ...namesOf(work.job),
          ...{ key: work.key, device, attempt: number },
        });
      };
      const outcome = await this.#run(work, claim, control, begin);
      if (!outcome.done) return outcome;
      return await this.#publishAmongOthers(work, claim, attempt, outcome, onComputed);
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

  #begun(device: string, number: number): TimedAttempt {
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
    const onEvent = (event: ExecutorEvent): void => {
      const { log } = this.#settings;
      if (event.type === 'started') begin(event.device);
      else if (event.type === 'requeued') log.emit({ type: 'job-requeued', ...namesOf(work.job) });
      else if (event.type === 'printed') this.#settings.onPrinted?.(work.key, event.text);
      else {
        const { type: _, ...progress } = event;
        log.emit({ type: 'job-progress', ...namesOf(work.job), ...progress });
      }
    };
    if (!isDriver(work.job)) return computeOnExecutor(work, claim, this.#settings, control, onEvent);
    const onTrial: DriveWatch['onTrial'] = (request) => this.#computeTrial(work.job, request);
    return computeByDriver(work, claim, this.#settings, control, { onEvent, onTrial });
  }

  /** While others compute, unless so many wait for the disk already that it must catch up first. */
  async #publishAmongOthers(
    work: JobToCompute,
    claim: Claim,
    attempt: TimedAttempt,
    outcome: Extract<JobOutcome, { done: true }>,
    onComputed: () => void,
  ): Promise<Computed> {
    this.#publishing++;
    try {
      const published = this.#publish(work, claim, attempt, outcome);
      if (this.#publishing <= mostPublishing) onComputed();
      return await published;
    } finally {
      this.#publishing--;
    }
  }

  async #publish(
    work: JobToCompute,
    claim: Claim,
    attempt: TimedAttempt,
    outcome: Extract<JobOutcome, { done: true }>,
  ): Promise<Computed> {
    const { log, clock } = this.#settings;
    const unusable = badOutput(work, claim) ?? replacedData(work, this.#settings);
    if (unusable !== undefined) return { failure: unusable, log: '' };
    const wallMs = outcome.remote?.wallMs ?? clock.now() - attempt.since;
    const details = publishDetails(work, this.#settings, attempt, wallMs, outcome);
    for (;;) {
      const published = await claim.publishInGroup(details);
      if (published.ok) {
        const { key, artifactId } = published.value;
        this.#settings.executor.published?.(key);
        log.emit({ type: 'job-done', ...namesOf(work.job), key, artifactId, wallMs });
        return { record: published.value, hit: false };
      }
      const problem = onlyFailure(published.failures);
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
  ): { readonly kept?: string } {
    const { store, runId, clock } = this.#settings;
    const hasProgress = (unlessMissing(() => readdirSync(claim.progressFolder)) ?? []).length > 0;
    const left = store.keepFailedOutput(work.key, claim.stagingFolder);
    const failed: FailedJob = {
      formatVersion: 1,
      key: work.key,
      label: work.job.label,
      runId,
      at: clock.date().toISOString(),
      failure,
      log,
      progress: hasProgress ? relative(store.root, claim.progressFolder) : null,
      ...(left === undefined ? {} : { output: relative(store.root, left) }),
    };
    // Without room for it the failure is still told and in the journal.
    store.writeFailure(failed);
    const kept = left ?? (hasProgress ? claim.progressFolder : undefined);
    return kept === undefined ? {} : { kept };
  }
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
