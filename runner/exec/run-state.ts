/** Which jobs of a graph are settled, and which become ready when one is. Pure bookkeeping. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { dependenciesOf, filesReadFrom, type GraphJob, type JobGraph } from '../graph/job-graph.ts';

export type JobResult =
  | { readonly status: 'hit' | 'done'; readonly record: JobRecord }
  | {
      readonly status: 'failed';
      readonly failure: JobFailure;
      /** Folder of what it left; undefined when it left nothing. */
      readonly kept?: string;
    }
  /** The run was stopped before its end. The next run takes it up. */
  | { readonly status: 'not-run' };

/** Undefined for a job that failed or has not ended. */
export const recordOfResult = (result: JobResult | undefined): JobRecord | undefined =>
  result !== undefined && 'record' in result ? result.record : undefined;

export class RunState {
  readonly results = new Map<string, JobResult>();
  readonly #missing = new Map<string, number>();
  readonly #dependants = new Map<string, GraphJob[]>();
  readonly #readFrom: ReadonlyMap<string, readonly string[]>;

  constructor(graph: JobGraph) {
    this.#readFrom = filesReadFrom(graph);
    for (const job of graph.jobs) {
      const dependencies = dependenciesOf(job);
      this.#missing.set(job.label, dependencies.length);
      for (const label of dependencies) {
        const dependants = this.#dependants.get(label);
        if (dependants === undefined) this.#dependants.set(label, [job]);
        else dependants.push(job);
      }
    }
  }

  recordOf(label: string): JobRecord | undefined {
    return recordOfResult(this.results.get(label));
  }

  isReady(job: GraphJob): boolean {
    return this.#missing.get(job.label) === 0;
  }

  /** Files of this job that others read. */
  filesReadFrom(job: GraphJob): readonly string[] {
    return this.#readFrom.get(job.label) ?? [];
  }

  /** Settles a job with its record. @returns the jobs that are ready now. */
  succeed(job: GraphJob, result: Extract<JobResult, { record: JobRecord }>): GraphJob[] {
    this.results.set(job.label, result);
    return this.#release(job);
  }

  /** Settles a job and all that depend on it as failed. @returns those dependants. */
  fail(job: GraphJob, failure: JobFailure, kept?: string): GraphJob[] {
    this.results.set(job.label, { status: 'failed', failure, ...(kept === undefined ? {} : { kept }) });
    const failed: GraphJob[] = [];
    const pending = [...(this.#dependants.get(job.label) ?? [])];
    for (let dependant = pending.pop(); dependant !== undefined; dependant = pending.pop()) {
      if (this.results.has(dependant.label)) continue;
      this.results.set(dependant.label, {
        status: 'failed',
        failure: { reason: 'dependency-failed', dependency: job.label },
      });
      failed.push(dependant);
      pending.push(...(this.#dependants.get(dependant.label) ?? []));
    }
    return failed;
  }

  #release(job: GraphJob): GraphJob[] {
    const ready: GraphJob[] = [];
    for (const dependant of this.#dependants.get(job.label) ?? []) {
      const missing = (this.#missing.get(dependant.label) ?? 0) - 1;
      this.#missing.set(dependant.label, missing);
      if (missing === 0 && !this.results.has(dependant.label)) ready.push(dependant);
    }
    return ready;
  }
}
