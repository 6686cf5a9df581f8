/** The two formats at which runner and worker meet: a job spec in; events and an output folder back. */
import type { EngineInfo } from './engine.ts';
import type { JobFailure } from './failure.ts';
import type { JobKey, Seed } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { TrialAnswer, TrialRequest } from './trial.ts';

/**
 * `search` finds an architecture, `train` trains one from scratch, `trial` measures one on behalf of a search. `select` runs
 * in the runner.
 */
export const workerJobKinds = ['search', 'train', 'trial'] as const;
export type WorkerJobKind = (typeof workerJobKinds)[number];
export type JobKind = WorkerJobKind | 'select';

export interface JobSpec {
  readonly formatVersion: 1;
  /** Readable name within its graph, such as `rsws/first/search/s1`. For messages only. */
  readonly label: string;
  readonly key: JobKey;
  readonly kind: WorkerJobKind;
  readonly seed: Seed;
  /** Fully resolved; nothing outside it, the seed and the inputs may change the result. */
  readonly parameters: JsonObject;
  /** Input name to the absolute path of its verified, read-only content. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Absolute path of the data set's folder, or null for a generated data set. */
  readonly dataFolder: string | null;
  /** The same for the table that the task names as its benchmark; null when it names none. */
  readonly benchmarkFolder: string | null;
  /**
   * Absolute path of a private folder that outlives a killed attempt at the same job key, for what a later attempt can
   * go on from; empty at first and no output. Null where nothing is kept.
   */
  readonly progressFolder: string | null;
  /** An empty private folder. Everything the job leaves in it becomes an output. */
  readonly outputFolder: string;
}

export type ToWorker =
  | { readonly type: 'run'; readonly spec: JobSpec }
  /** A search that has its trials computed by the runner: any number of them go on side by side, beside no other job. */
  | { readonly type: 'drive'; readonly spec: JobSpec }
  /** To the search with this key, of its trial with this number. */
  | { readonly type: 'answer'; readonly key: JobKey; readonly number: number; readonly answer: TrialAnswer }
  /** Finish what you do and exit. */
  | { readonly type: 'shutdown' };

export type FromWorker =
  | {
      readonly type: 'ready';
      readonly engine: EngineInfo;
      /** Digest that names the build it runs from; null for a program that is none, absent for a stand-in. */
      readonly build?: string | null;
    }
  | {
      readonly type: 'progress';
      readonly key: JobKey;
      /** Units of work done, of `total`; both are in the job's own `unit` (steps, epochs, architectures). */
      readonly done: number;
      readonly total: number;
      readonly unit: string;
      /** The current value of what a person wants to watch, such as `{name: 'validation.errorPercent', value: 41.2}`. */
      readonly metric?: { readonly name: string; readonly value: number };
      /** Of the work done, what an attempt of before had finished. */
      readonly resumed?: number;
    }
  /** A search asks for a trial; `key` is its own. */
  | { readonly type: 'trial'; readonly key: JobKey; readonly request: TrialRequest }
  | { readonly type: 'done'; readonly key: JobKey }
  | { readonly type: 'failed'; readonly key: JobKey; readonly failure: JobFailure };
