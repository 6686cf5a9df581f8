/**
 * Runs a job graph: looks every job up in the store, computes what is not there on the workers, and goes on with
 * whatever becomes ready. The order in which jobs finish never changes a result; a failed job fails its dependants
 * only.
 */
import PQueue from 'p-queue';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { JobRecord, KeyMaterial } from '../../schemas/record.ts';
import type { GraphJob } from '../graph/job-graph.ts';
import { keyMaterial } from '../graph/key-material.ts';
import { jobKey } from '../key/job-key.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Claim } from '../store/store.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import {
  type Attempt,
  computeOnWorker,
  computeSelection,
  emptyFolder,
  type JobToCompute,
  missingOutput,
  publishDetails,
} from './compute-job.ts';
import type { RunSettings } from './run-settings.ts';
import { type JobResult, RunState } from './run-state.ts';
import type { Device } from './worker-process.ts';

export interface RunSummary {
  /** Job label to its end, in graph order. */
  readonly results: ReadonlyMap<string, JobResult>;
  readonly executed: number;
  readonly hits: number;
  readonly failed: number;
  readonly interrupted: boolean;
}

type Computed = { readonly record: JobRecord; readonly hit: boolean } | { readonly failure: JobFailure };

/** How often a job that another runner computes, or a full disk, is looked at again. */
const pollMs = 250;
const diskPollMs = 2_000;

/** Deaths of a worker that another attempt may survive. */
const retriable: ReadonlySet<JobFailure['reason']> = new Set([
  'worker-exited',
  'worker-killed-by-signal',
  'worker-did-not-start',
]);

const inRunner: Device = { id: 'runner', env: {} };

export class Scheduler {
  readonly #settings: RunSettings;
  readonly #state: RunState;
  readonly #queue: PQueue;
  /** Jobs being computed by key, so that two jobs with the same key are computed once. */
  readonly #inFlight = new Map<JobKey, Promise<Computed>>();
  /** Position in graph order: earlier jobs start first. */
  readonly #position: ReadonlyMap<string, number>;
  readonly #counts = { executed: 0, hits: 0 };
  #running = 0;
  #stopping: 'no' | 'finish' | 'abort' = 'no';

  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.#state = new RunState(settings.graph);
    this.#position = new Map(settings.graph.jobs.map(({ label }, i) => [label, i]));
    this.#queue = new PQueue({ concurrency: settings.pool.size });
  }

  async run(): Promise<RunSummary> {
    const { graph } = this.#settings;
    this.#advance(graph.jobs.filter((job) => this.#state.isReady(job)));
    await this.#queue.onIdle();
    const results = new Map(
      graph.jobs.map(({ label }): [string, JobResult] => [
        label,
        this.#state.results.get(label) ?? { status: 'failed', failure: { reason: 'interrupted' } },
      ]),
    );
    const failed = [...results.values()].filter(({ status }) => status === 'failed').length;
    return { results, ...this.#counts, failed, interrupted: this.#stopping !== 'no' };
  }

  /** Lets running jobs finish and starts no others. */
  stop(): void {
    if (this.#stopping !== 'no') return;
    this.#stopping = 'finish';
    this.#queue.clear();
    this.#settings.log.emit({ type: 'stopping', running: this.#running });
  }

  /** Ends running jobs at once. */
  abort(): void {
    this.#stopping = 'abort';
    this.#queue.clear();
    this.#settings.pool.abort();
  }

  /** Settles all hits that follow from the ready jobs, and queues the rest. A loop, since chains of hits can be long. */
  #advance(ready: readonly GraphJob[]): void {
    const pending = [...ready].reverse();
    for (let job = pending.pop(); job !== undefined; job = pending.pop()) {
      const current = job;
      const material = keyMaterial(current, this.#settings.context, (label) => {
        const record = this.#state.recordOf(label);
        return record === undefined ? undefined : outputDigests(record.outputs);
      });
      if (material === undefined) throw new Error(`Internal error: ${current.label} is not ready`);
      const key = jobKey(material);
      const record = this.#lookUp(key, current);
      if (record !== undefined) pending.push(...this.#settle(current, key, { record, hit: true }).reverse());
      else this.#enqueue(current, key, material);
    }
  }

  #enqueue(job: GraphJob, key: JobKey, material: KeyMaterial): void {
    if (this.#stopping !== 'no') return;
    const priority = -(this.#position.get(job.label) ?? 0);
    const work = { job, key, material, requiredFiles: this.#state.filesReadFrom(job) };
    void this.#queue.add(async () => this.#advance(this.#settle(job, key, await this.#computeOnce(work))), {
      priority,
    });
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

  /** A record whose outputs are all there and intact. */
  #lookUp(key: JobKey, job: GraphJob): JobRecord | undefined {
    const { store, log } = this.#settings;
    const record = store.findRecord(key);
    if (record === undefined) return undefined;
    if (record.dirtyPatch !== null && this.#settings.dirtyPatch === null) {
      // A clean run owes nothing to a dirty one, even where their code is the same.
      store.forget(key);
      return undefined;
    }
    const problems = store.checkOutputs(record, { verify: 'digest' });
    for (const problem of problems) {
      log.emit({ type: 'notice', message: `${storeProblemText(problem)}; computing ${job.label} again` });
    }
    return problems.length === 0 ? record : undefined;
  }

  async #computeOnce(work: JobToCompute): Promise<Computed> {
    const running = this.#inFlight.get(work.key);
    if (running !== undefined) {
      const computed = await running;
      return 'failure' in computed ? computed : { record: computed.record, hit: true };
    }
    const computing = this.#compute(work).finally(() => this.#inFlight.delete(work.key));
    this.#inFlight.set(work.key, computing);
    return computing;
  }

  /** Waits for the right to write the job, then computes it. */
  async #compute(work: JobToCompute): Promise<Computed> {
    const { store, log, clock } = this.#settings;
    let waiting = false;
    while (this.#stopping === 'no') {
      const claimed = store.claim(work.key);
      if (claimed.outcome === 'hit') return { record: claimed.record, hit: true };
      if (claimed.outcome === 'claimed') return this.#computeClaimed(work, claimed.claim);
      if (claimed.outcome === 'held' && !waiting) {
        log.emit({ type: 'job-held', label: work.job.label, holder: `process ${claimed.heldBy.pid}` });
      }
      if (claimed.outcome === 'disk-full' && !waiting) {
        log.emit({ type: 'paused', message: storeProblemText(claimed.problem) });
      }
      waiting = true;
      await clock.sleep(claimed.outcome === 'held' ? pollMs : diskPollMs);
    }
    return { failure: { reason: 'interrupted' } };
  }

  async #computeClaimed(work: JobToCompute, claim: Claim): Promise<Computed> {
    this.#running++;
    try {
      for (let attempt = 1; ; attempt++) {
        const computed = await this.#attempt(work, claim, attempt);
        const again =
          'failure' in computed &&
          retriable.has(computed.failure.reason) &&
          attempt <= this.#settings.limits.retries;
        if (!again || this.#stopping !== 'no') return computed;
        this.#settings.log.emit({ type: 'job-retried', label: work.job.label, failure: computed.failure });
        emptyFolder(claim.stagingFolder);
      }
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      return {
        failure: { reason: 'unknown-error-thrown', message, ...(stack === undefined ? {} : { stack }) },
      };
    } finally {
      this.#running--;
      claim.release();
    }
  }

  async #attempt(work: JobToCompute, claim: Claim, number: number): Promise<Computed> {
    const { log, clock, pool } = this.#settings;
    const { label } = work.job;
    const begin = (device: Device): Attempt & { startedAt: Date; since: number } => {
      log.emit({ type: 'job-started', label, key: work.key, device: device.id, attempt: number });
      return { device, number, startedAt: clock.date(), since: clock.now() };
    };
    if (work.job.kind === 'select') {
      const attempt = begin(inRunner);
      const failure = computeSelection(work, claim, this.#settings);
      return this.#publish(work, claim, attempt, failure);
    }
    return pool.withWorker(async (worker, device) => {
      const attempt = begin(device);
      const failure = await computeOnWorker(
        work,
        claim,
        worker,
        this.#settings,
        ({ done, total, unit, metric, resumed }) =>
          log.emit({
            type: 'job-progress',
            label,
            done,
            total,
            unit,
            ...(metric === undefined ? {} : { metric }),
            ...(resumed === undefined ? {} : { resumed }),
          }),
      );
      return this.#publish(work, claim, attempt, failure);
    });
  }

  async #publish(
    work: JobToCompute,
    claim: Claim,
    attempt: Attempt & { startedAt: Date; since: number },
    failure: JobFailure | undefined,
  ): Promise<Computed> {
    const { log, clock } = this.#settings;
    const unusable = failure ?? missingOutput(work, claim);
    if (unusable !== undefined) return { failure: unusable };
    const wallMs = clock.now() - attempt.since;
    const details = publishDetails(work, this.#settings, attempt, attempt.startedAt, wallMs);
    for (let paused = false; ; paused = true) {
      const published = claim.publish(details);
      if (published.ok) {
        const { key, artifactId } = published.value;
        log.emit({ type: 'job-done', label: work.job.label, key, artifactId, wallMs });
        return { record: published.value, hit: false };
      }
      const problem = published.failures[0];
      if (problem === undefined) throw new Error('Internal error: a failure without a reason');
      if (problem.reason === 'bad-output')
        return { failure: { reason: 'bad-output', message: problem.detail } };
      if (problem.reason === 'nondeterministic') {
        return { failure: { reason: 'nondeterministic', outputs: problem.outputs.map(({ name }) => name) } };
      }
      if (!paused) log.emit({ type: 'paused', message: storeProblemText(problem) });
      if (this.#stopping !== 'no') return { failure: { reason: 'interrupted' } };
      await clock.sleep(diskPollMs);
    }
  }
}
