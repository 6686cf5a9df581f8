/** What a run tells its watchers. Sinks turn events into a live view, plain lines or JSON; none of them decides anything. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { ArtifactId, JobKey } from '../../schemas/ids.ts';

/** Which job an event is of. */
interface JobNames {
  readonly label: string;
  /** Of a trial: the search that asked for it. */
  readonly search?: string;
}

export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly runId: string;
      readonly jobs: number;
      /** Of the jobs, those that take no time. */
      readonly selections: number;
      readonly workers: number;
    }
  | ({ readonly type: 'job-hit'; readonly key: JobKey | null } & JobNames)
  | ({
      readonly type: 'job-started';
      readonly key: JobKey;
      readonly device: string;
      readonly attempt: number;
    } & JobNames)
  | ({
      readonly type: 'job-progress';
      readonly done: number;
      readonly total: number;
      readonly unit: string;
      readonly metric?: { readonly name: string; readonly value: number };
      /** Of the work done, what an attempt of before had finished. */
      readonly resumed?: number;
    } & JobNames)
  | ({
      readonly type: 'job-done';
      readonly key: JobKey;
      readonly artifactId: ArtifactId;
      readonly wallMs: number;
    } & JobNames)
  /** Its node was taken from it; it goes on when it has another. */
  | ({ readonly type: 'job-requeued' } & JobNames)
  | ({ readonly type: 'job-retried'; readonly failure: JobFailure } & JobNames)
  | ({
      readonly type: 'job-failed';
      readonly key: JobKey | null;
      readonly failure: JobFailure;
      /** Folder of what it left. */
      readonly kept?: string;
    } & JobNames)
  /** Another runner computes this job; we wait for its record. */
  | ({ readonly type: 'job-held'; readonly holder: string } & JobNames)
  | { readonly type: 'paused'; readonly message: string }
  /** What the run was paused for has passed. */
  | { readonly type: 'resumed' }
  | { readonly type: 'notice'; readonly message: string }
  /** Something else than a job failed, so that the run cannot go on. */
  | { readonly type: 'crashed'; readonly message: string; readonly help: string }
  | { readonly type: 'stopping'; readonly running: number }
  | {
      readonly type: 'run-finished';
      readonly executed: number;
      readonly hits: number;
      readonly failed: number;
      /** Jobs that a stopped run never came to, or did not let finish. */
      readonly notRun: number;
      readonly wallMs: number;
    };

export interface RunLog {
  emit(event: RunEvent): void;
  /** Takes the live view off the screen; nothing is emitted afterwards. */
  close(): void;
}

/** Sends every event to several sinks. */
export function teeLog(...sinks: readonly RunLog[]): RunLog {
  return {
    emit: (event) => {
      for (const sink of sinks) sink.emit(event);
    },
    close: () => {
      for (const sink of sinks) sink.close();
    },
  };
}
