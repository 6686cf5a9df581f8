/**
 * Runs a job graph: asks the plan's rule what becomes of each job, has what is not in the store computed, and goes on with
 * whatever becomes ready. The order in which jobs finish never changes a result; a failed job fails its dependants only.
 */
import PQueue from 'p-queue';
import type { EncodingMemo } from '../../schemas/canonical.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { TrialAnswer, TrialRequest } from '../../schemas/trial.ts';
import { isDriver } from '../graph/driver.ts';
import { type GraphJob, namesOf } from '../graph/job-graph.ts';
import { type PlannedJob, planJob } from '../graph/plan.ts';
import { outputDigests } from '../store/record-file.ts';
import { holderText, storeProblemText } from '../store/store-problem-text.ts';
import { type Explanation, explainError } from '../util/explain-error.ts';
import type { JobToCompute } from './compute-job.ts';
import { HeldJobs } from './held-jobs.ts';
import { type Computed, interrupted, JobRunner } from './job-runner.ts';
import type { RunSettings } from './run-settings.ts';
import { type JobResult, RunState } from './run-state.ts';
import { interruptedTrial, trialAnswer, trialJob } from './trial-job.ts';

export interface RunSummary {
  /** Job label to its end, in graph order. */
  readonly results: ReadonlyMap<string, JobResult>;
  readonly executed: number;
  readonly hits: number;
  readonly failed: number;
  /** Jobs that a stopped run never came to, or did not let finish. */
  readonly notRun: number;
  /** Of the trials that searches asked for. */
  readonly trials: { readonly executed: number; readonly hits: number };
  /** Stopped because somebody asked. */
  readonly interrupted: boolean;
  /** Ended by its first failure, as was asked. */
  readonly failedFast: boolean;
  /** Why the run could not go on, where something else than a job failed. */
  readonly fatal: Explanation | undefined;
}

/** How long jobs are looked at before workers get a turn. */
const sliceMs = 20;

/** What another runner computes comes after everything that is free. */
const heldPriority = -1e9;

/** A job that waits for its computation. */
interface Waiting {
  readonly job: GraphJob;
  /** Of a trial: tells the search. */
  readonly answer?: (computed: Computed) => void;
}

export class Scheduler {
  readonly #settings: RunSettings;
  readonly #state: RunState;
  readonly #queue: PQueue;
  /** Of searches that compute nothing: no more than can keep the executor busy. */
  readonly #driving: PQueue;
  readonly #runner: JobRunner;
  /** Jobs that are queued, run or held, by key: the first of several with the same key stands for all. */
  readonly #sharing = new Map<JobKey, Waiting[]>();
  /** Those of them that run. */
  readonly #taken = new Set<JobKey>();
  readonly #held: HeldJobs;
  readonly #saidHeld = new Set<JobKey>();
  /** Position in graph order: earlier jobs start first. */
  readonly #position: ReadonlyMap<string, number>;
  /** Of the first search that asks for trials. All trials have it, in the order of asking, so that searches end together. */
  readonly #trialPosition: number;
  readonly #counts = { executed: 0, hits: 0 };
  readonly #trials = { executed: 0, hits: 0 };
  /** Ready jobs that nobody has looked at yet, the first of them last. */
  readonly #ready: GraphJob[] = [];
  /** Of the parameters and the code that jobs have in common. */
  readonly #encodings: EncodingMemo = new WeakMap();
  #open = 0;
  #busy = 0;
  #interrupted = false;
  #failedFast = false;
  #fatal: Explanation | undefined;
  #finish: () => void = () => undefined;

  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.#state = new RunState(settings.graph);
    this.#runner = new JobRunner(settings, (search, request) => this.#computeTrial(search, request));
    this.#held = new HeldJobs({
      clock: settings.clock,
      slots: settings.executor.slots,
      isStopping: () => this.#runner.isStopping,
      again: (work) => this.#inQueue(work, heldPriority, true),
      help: (work) => this.#help(work),
    });
    this.#position = new Map(settings.graph.jobs.map(({ label }, i) => [label, i]));
    this.#trialPosition = settings.graph.jobs.findIndex(isDriver);
    this.#queue = new PQueue({ concurrency: settings.executor.slots });
    this.#driving = new PQueue({ concurrency: settings.executor.slots });
  }

  async run(): Promise<RunSummary> {
    const { graph } = this.#settings;
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    this.#guard(() => this.#advance(graph.jobs.filter((job) => this.#state.isReady(job))));
    await finished;
    const results = new Map(
      graph.jobs.map(({ label }): [string, JobResult] => [
        label,
        this.#state.results.get(label) ?? { status: 'not-run' },
      ]),
    );
    const count = (status: JobResult['status']): number =>
      [...results.values()].filter((result) => result.status === status).length;
    return {
      results,
      ...this.#counts,
      failed: count('failed'),
      notRun: count('not-run'),
      trials: this.#trials,
      interrupted: this.#interrupted,
      failedFast: this.#failedFast,
      fatal: this.#fatal,
    };
  }

  /** Lets running jobs finish and starts no others. */
  stop(): void {
    if (this.#runner.isStopping) return;
    this.#interrupted = true;
    this.#settings.log.emit({ type: 'stopping', running: this.#runner.running });
    this.#runner.stop();
    this.#clearQueues();
    this.#finishIfDone();
  }

  /** Ends running jobs at once. */
  abort(): void {
    this.#interrupted = true;
    this.#endNow();
  }

  #endNow(): void {
    this.#runner.abort();
    this.#clearQueues();
    this.#finishIfDone();
  }

  /** Searches that wait for what is not begun must not wait for ever. */
  #clearQueues(): void {
    this.#ready.length = 0;
    this.#queue.clear();
    this.#driving.clear();
    for (const key of [...this.#sharing.keys()]) if (!this.#taken.has(key)) this.#answerInterrupted(key);
  }

  #answerInterrupted(key: JobKey): void {
    for (const { answer } of this.#sharing.get(key) ?? []) answer?.(interrupted);
  }

  /** Whatever is thrown ends the run with its reason, and with every job. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#crash(error);
    }
    this.#finishIfDone();
  }

  #crash(error: unknown): void {
    const explanation = explainError(error);
    if (this.#fatal === undefined) this.#settings.log.emit({ type: 'crashed', ...explanation });
    this.#fatal ??= explanation;
    this.#endNow();
  }

  #finishIfDone(): void {
    const isOver = this.#open === 0 && this.#ready.length === 0;
    if (isOver || (this.#runner.isStopping && this.#busy === 0)) this.#finish();
  }

  /** Settles all hits that follow from the ready jobs, and queues the rest. */
  #advance(ready: readonly GraphJob[]): void {
    const isUnderWay = this.#ready.length > 0;
    this.#addReady(ready);
    if (!isUnderWay) this.#advanceForAWhile();
  }

  #addReady(ready: readonly GraphJob[]): void {
    for (const job of ready.toReversed()) this.#ready.push(job);
  }

  /** A loop, since chains of hits can be long; in slices, so that workers begin while thousands of hits are verified. */
  #advanceForAWhile(): void {
    const { clock } = this.#settings;
    const since = clock.now();
    for (let job = this.#ready.pop(); job !== undefined; job = this.#ready.pop()) {
      const { planned, record } = this.#plan(job);
      if (planned.status === 'waits') throw new Error(`Internal error: ${job.label} is not ready`);
      if (planned.status === 'run') this.#enqueue(planned, { job });
      else if (record !== undefined) this.#addReady(this.#settle(job, planned.key, { record, hit: true }));
      if (this.#ready.length === 0 || clock.now() - since < sliceMs) continue;
      setImmediate(() => this.#guard(() => this.#advanceForAWhile()));
      return;
    }
  }

  /** What the rule says, with every output read. */
  #plan(job: GraphJob): { readonly planned: PlannedJob; readonly record: JobRecord | undefined } {
    const { store, log, context, dirtyPatch } = this.#settings;
    let record: JobRecord | undefined;
    const find = (key: JobKey) => {
      record = store.findRecord(key);
      if (record === undefined) return undefined;
      const problems = store.checkOutputs(record, { verify: 'digest' });
      for (const problem of problems) {
        log.emit({ type: 'notice', message: `${storeProblemText(problem)}; computing ${job.label} again` });
      }
      return {
        outputs: outputDigests(record.outputs),
        dirty: record.dirtyPatch !== null,
        unusable: problems.flatMap(({ use }) => use?.output ?? []),
      };
    };
    const outputsOf = (label: string) => {
      const known = this.#state.recordOf(label);
      return known === undefined ? undefined : outputDigests(known.outputs);
    };
    const view = { find, failure: (key: JobKey) => store.findFailure(key)?.failure };
    const rules = { context, clean: dirtyPatch === null };
    const planned = planJob(job, this.#filesReadFrom(job), rules, outputsOf, view, this.#encodings);
    return { planned, record };
  }

  #filesReadFrom(job: GraphJob): readonly string[] {
    return job.search === undefined ? this.#state.filesReadFrom(job) : ['metrics.json'];
  }

  #enqueue({ job, key, material }: Extract<PlannedJob, { status: 'run' }>, waiting: Waiting): void {
    if (this.#runner.isStopping) {
      waiting.answer?.(interrupted);
      return;
    }
    const sharing = this.#sharing.get(key);
    if (sharing !== undefined) {
      sharing.push(waiting);
      return;
    }
    this.#sharing.set(key, [waiting]);
    this.#open++;
    const work = { job, key, material, requiredFiles: this.#filesReadFrom(job) };
    const position = job.search === undefined ? this.#position.get(job.label) : this.#trialPosition;
    void this.#inQueue(work, -(position ?? 0));
  }

  /** Resolves when the next job may begin, which is before this one is published. */
  #inQueue(work: JobToCompute, priority: number, isPolled = false): Promise<void> {
    const queue = isDriver(work.job) ? this.#driving : this.#queue;
    const take = (): Promise<void> => new Promise<void>((free) => void this.#take(work, free, isPolled));
    return queue.add(take, { priority });
  }

  /** Computes a trial for a search, unless it is in the store. Never rejects. */
  async #computeTrial(search: GraphJob, request: TrialRequest): Promise<TrialAnswer> {
    const { store } = this.#settings;
    try {
      const trial = await trialJob(search, request, store, (problem) => this.#runner.waitForRoom(problem));
      if (trial === undefined) return interruptedTrial;
      const computed = await new Promise<Computed>((answer) => this.#askFor(trial, answer));
      return trialAnswer(trial, computed, store);
    } catch (error) {
      this.#crash(error);
      return interruptedTrial;
    }
  }

  #askFor(job: GraphJob, answer: (computed: Computed) => void): void {
    const { planned, record } = this.#plan(job);
    if (planned.status === 'waits') throw new Error(`Internal error: ${job.label} is not ready`);
    if (planned.status === 'run') this.#enqueue(planned, { job, answer });
    else if (record !== undefined) {
      const hit: Computed = { record, hit: true };
      this.#tell(job, planned.key, hit);
      answer(hit);
    }
  }

  /** Says what became of a trial, which no job of the graph reads. */
  #tell(job: GraphJob, key: JobKey, computed: Computed): void {
    const { log } = this.#settings;
    if ('failure' in computed) {
      const { failure, kept } = computed;
      if (failure.reason !== 'interrupted')
        log.emit({ type: 'job-failed', ...namesOf(job), key, failure, ...keptField(kept) });
    } else if (computed.hit) {
      this.#trials.hits++;
      log.emit({ type: 'job-hit', ...namesOf(job), key });
    } else this.#trials.executed++;
  }

  /**
   * @param free called when the executor has room for another.
   * @param isPolled whether it was held by another runner when it was last looked at. Never rejects.
   */
  async #take(work: JobToCompute, free: () => void, isPolled: boolean): Promise<void> {
    this.#busy++;
    this.#taken.add(work.key);
    try {
      const computed = await this.#claimAndCompute(work, free);
      if (computed === 'held') this.#hold(work, isPolled);
      else this.#settleAll(work, computed);
    } catch (error) {
      this.#crash(error);
    } finally {
      this.#busy--;
      this.#taken.delete(work.key);
      free();
      this.#finishIfDone();
    }
  }

  async #claimAndCompute(work: JobToCompute, free: () => void): Promise<Computed | 'held'> {
    const { store, log, dirtyPatch } = this.#settings;
    const accepts = (record: JobRecord): boolean => record.dirtyPatch === null || dirtyPatch !== null;
    for (;;) {
      if (this.#runner.isStopping) return interrupted;
      const claimed = store.claim(work.key, { accepts });
      switch (claimed.outcome) {
        case 'hit':
          return { record: claimed.record, hit: true };
        case 'claimed':
          return this.#runner.compute(work, claimed.claim, free);
        case 'held':
          if (!this.#saidHeld.has(work.key)) {
            log.emit({
              type: 'job-held',
              ...namesOf(work.job),
              holder: holderText(claimed.heldBy).replace(/,$/, ''),
            });
          }
          this.#saidHeld.add(work.key);
          return 'held';
        case 'disk-full':
          await this.#runner.waitForRoom(claimed.problem);
      }
    }
  }

  /** Another runner computes it: this one takes the next free job, and comes back when there is none. */
  #hold(work: JobToCompute, isPolled: boolean): void {
    if (this.#runner.isStopping) this.#answerInterrupted(work.key);
    else this.#held.add(work, isPolled);
  }

  async #help(work: JobToCompute): Promise<void> {
    this.#busy++;
    await this.#runner.help(work);
    this.#busy--;
    if (this.#runner.isStopping) this.#answerInterrupted(work.key);
    this.#finishIfDone();
  }

  /** For the job and those that share its key: they are the same computation. */
  #settleAll({ job, key }: JobToCompute, computed: Computed): void {
    this.#open--;
    const sharing = this.#sharing.get(key) ?? [{ job }];
    this.#sharing.delete(key);
    const ready = sharing.flatMap(({ job: one, answer }, i) => {
      const own = i === 0 || 'failure' in computed ? computed : { ...computed, hit: true };
      if (answer === undefined) return this.#settle(one, key, own);
      this.#tell(one, key, own);
      answer(own);
      return [];
    });
    this.#guard(() => this.#advance(ready));
  }

  #failFast({ label }: GraphJob): void {
    if (this.#settings.failFast !== true || this.#runner.isStopping) return;
    this.#failedFast = true;
    const message = `--fail-fast: ${label} failed, so that running jobs are ended and no other begins`;
    this.#settings.log.emit({ type: 'notice', message });
    this.#endNow();
  }

  /** @returns the jobs that became ready. */
  #settle(job: GraphJob, key: JobKey, computed: Computed): GraphJob[] {
    const { log } = this.#settings;
    if ('failure' in computed) {
      // What was interrupted has not failed: the next run takes it up again.
      if (computed.failure.reason === 'interrupted') return [];
      const { failure: cause, kept } = computed;
      log.emit({ type: 'job-failed', label: job.label, key, failure: cause, ...keptField(kept) });
      this.#failFast(job);
      for (const { label } of this.#state.fail(job, cause, kept)) {
        const failure: JobFailure = { reason: 'dependency-failed', dependency: job.label };
        log.emit({ type: 'job-failed', label, key: null, failure });
      }
      return [];
    }
    if (computed.hit) {
      this.#counts.hits++;
      log.emit({ type: 'job-hit', label: job.label, key });
    } else this.#counts.executed++;
    return this.#state.succeed(job, { status: computed.hit ? 'hit' : 'done', record: computed.record });
  }
}

const keptField = (kept: string | undefined) => (kept === undefined ? {} : { kept });
