/**
 * Runs a job graph: asks the plan's rule what becomes of each job, has what is not in the store computed, and goes on with
 * whatever becomes ready. The order in which jobs finish never changes a result; a failed job fails its dependants only.
 */
import PQueue from 'p-queue';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import { type PlannedJob, planJob } from '../graph/plan.ts';
import { outputDigests } from '../store/record-file.ts';
import { holderText, storeProblemText } from '../store/store-problem-text.ts';
import { type Explanation, explainError } from '../util/explain-error.ts';
import type { JobToCompute } from './compute-job.ts';
import { type Computed, JobRunner } from './job-runner.ts';
import type { RunSettings } from './run-settings.ts';
import { type JobResult, RunState } from './run-state.ts';

export interface RunSummary {
  /** Job label to its end, in graph order. */
  readonly results: ReadonlyMap<string, JobResult>;
  readonly executed: number;
  readonly hits: number;
  readonly failed: number;
  /** Jobs that a stopped run never came to, or did not let finish. */
  readonly notRun: number;
  /** Stopped because somebody asked. */
  readonly interrupted: boolean;
  /** Why the run could not go on, where something else than a job failed. */
  readonly fatal: Explanation | undefined;
}

/** How often a job that another runner computes is looked at again, and how many of them at once. */
const pollMs = 250;
const polledAtOnce = 64;

/** What another runner computes comes after everything that is free. */
const heldPriority = -1e9;

export class Scheduler {
  readonly #settings: RunSettings;
  readonly #state: RunState;
  readonly #queue: PQueue;
  readonly #runner: JobRunner;
  /** Jobs that are queued, run or held, by key: the first of several with the same key stands for all. */
  readonly #sharing = new Map<JobKey, GraphJob[]>();
  readonly #held: JobToCompute[] = [];
  readonly #saidHeld = new Set<JobKey>();
  /** Position in graph order: earlier jobs start first. */
  readonly #position: ReadonlyMap<string, number>;
  readonly #counts = { executed: 0, hits: 0 };
  #isPolling = false;
  #open = 0;
  #busy = 0;
  #interrupted = false;
  #fatal: Explanation | undefined;
  #finish: () => void = () => undefined;

  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.#state = new RunState(settings.graph);
    this.#runner = new JobRunner(settings);
    this.#position = new Map(settings.graph.jobs.map(({ label }, i) => [label, i]));
    this.#queue = new PQueue({ concurrency: settings.executor.slots });
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
      interrupted: this.#interrupted,
      fatal: this.#fatal,
    };
  }

  /** Lets running jobs finish and starts no others. */
  stop(): void {
    if (this.#runner.isStopping) return;
    this.#interrupted = true;
    this.#settings.log.emit({ type: 'stopping', running: this.#runner.running });
    this.#runner.stop();
    this.#queue.clear();
    this.#finishIfDone();
  }

  /** Ends running jobs at once. */
  abort(): void {
    this.#interrupted = true;
    this.#endNow();
  }

  #endNow(): void {
    this.#runner.abort();
    this.#queue.clear();
    this.#finishIfDone();
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
    if (this.#open === 0 || (this.#runner.isStopping && this.#busy === 0)) this.#finish();
  }

  /** Settles all hits that follow from the ready jobs, and queues the rest. A loop, since chains of hits can be long. */
  #advance(ready: readonly GraphJob[]): void {
    const pending = [...ready].reverse();
    for (let job = pending.pop(); job !== undefined; job = pending.pop()) {
      const { planned, record } = this.#plan(job);
      if (planned.status === 'waits') throw new Error(`Internal error: ${job.label} is not ready`);
      if (planned.status === 'run') this.#enqueue(planned);
      else if (record !== undefined)
        pending.push(...this.#settle(job, planned.key, { record, hit: true }).reverse());
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
    const planned = planJob(job, this.#state.filesReadFrom(job), rules, outputsOf, view);
    return { planned, record };
  }

  #enqueue({ job, key, material }: Extract<PlannedJob, { status: 'run' }>): void {
    if (this.#runner.isStopping) return;
    const sharing = this.#sharing.get(key);
    if (sharing !== undefined) {
      sharing.push(job);
      return;
    }
    this.#sharing.set(key, [job]);
    this.#open++;
    const work = { job, key, material, requiredFiles: this.#state.filesReadFrom(job) };
    this.#add(work, -(this.#position.get(job.label) ?? 0));
  }

  #add(work: JobToCompute, priority: number): void {
    void this.#queue.add(() => this.#take(work), { priority });
  }

  async #take(work: JobToCompute): Promise<void> {
    this.#busy++;
    try {
      const computed = await this.#claimAndCompute(work);
      if (computed === 'held') this.#hold(work);
      else this.#settleAll(work, computed);
    } catch (error) {
      this.#crash(error);
    } finally {
      this.#busy--;
      this.#finishIfDone();
    }
  }

  async #claimAndCompute(work: JobToCompute): Promise<Computed | 'held'> {
    const { store, log, dirtyPatch } = this.#settings;
    const accepts = (record: JobRecord): boolean => record.dirtyPatch === null || dirtyPatch !== null;
    for (;;) {
      if (this.#runner.isStopping) return { failure: { reason: 'interrupted' }, log: '' };
      const claimed = store.claim(work.key, { accepts });
      switch (claimed.outcome) {
        case 'hit':
          return { record: claimed.record, hit: true };
        case 'claimed':
          return this.#runner.compute(work, claimed.claim);
        case 'held':
          if (!this.#saidHeld.has(work.key)) {
            log.emit({
              type: 'job-held',
              label: work.job.label,
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
  #hold(work: JobToCompute): void {
    this.#held.push(work);
    if (!this.#isPolling) void this.#pollHeld();
  }

  async #pollHeld(): Promise<void> {
    this.#isPolling = true;
    while (this.#held.length > 0 && !this.#runner.isStopping) {
      await this.#settings.clock.sleep(pollMs);
      if (this.#runner.isStopping) return;
      const polled = this.#held.splice(0, polledAtOnce);
      await Promise.all(
        polled.map((work) => this.#queue.add(() => this.#take(work), { priority: heldPriority })),
      );
    }
    this.#isPolling = false;
  }

  /** For the job and those that share its key: they are the same computation. */
  #settleAll({ job, key }: JobToCompute, computed: Computed): void {
    this.#open--;
    const sharing = this.#sharing.get(key) ?? [job];
    this.#sharing.delete(key);
    const ready = sharing.flatMap((one, i) =>
      this.#settle(one, key, i === 0 || 'failure' in computed ? computed : { ...computed, hit: true }),
    );
    this.#guard(() => this.#advance(ready));
  }

  /** @returns the jobs that became ready. */
  #settle(job: GraphJob, key: JobKey, computed: Computed): GraphJob[] {
    const { log } = this.#settings;
    if ('failure' in computed) {
      // What was interrupted has not failed: the next run takes it up again.
      if (computed.failure.reason === 'interrupted') return [];
      log.emit({ type: 'job-failed', label: job.label, key, failure: computed.failure });
      for (const { label } of this.#state.fail(job, computed.failure)) {
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
