/**
 * Everything that can go wrong with one job. Members carry data, not sentences; `runner/log/failure-text.ts`
 * turns each into words. Kinds of death stay apart so that a reader can tell a crash from a cancellation.
 */
export type JobFailure =
  /** The job itself reported that it cannot be done, with what to do about it. */
  | { readonly reason: 'job-refused'; readonly message: string; readonly hint?: string }
  /** A number of a training or a search was no longer one. */
  | {
      readonly reason: 'diverged';
      readonly message: string;
      readonly hint: string;
      /** Spent until then, by the rule of CostMetrics. */
      readonly multiplyAdds: number;
    }
  /** An exception nobody expected, inside the worker. */
  | { readonly reason: 'unknown-error-thrown'; readonly message: string; readonly stack?: string }
  | { readonly reason: 'worker-exited'; readonly exitCode: number }
  | { readonly reason: 'worker-killed-by-signal'; readonly signal: string }
  | { readonly reason: 'worker-did-not-start'; readonly message: string }
  /** The files that a worker starts from are not what they were when the run's build was made. */
  | { readonly reason: 'worker-changed'; readonly files: readonly string[] }
  /** The worker belongs to another build than the run; `found` is null when it named none. */
  | { readonly reason: 'worker-of-other-build'; readonly expected: string; readonly found: string | null }
  | { readonly reason: 'timed-out'; readonly timeoutMs: number }
  | { readonly reason: 'bad-output'; readonly message: string }
  /** The same key gave other bytes than the record in the store, which stays as it is. */
  | { readonly reason: 'nondeterministic'; readonly outputs: readonly string[] }
  /** The output of a finished job could not be read back. */
  | { readonly reason: 'input-unusable'; readonly input: string; readonly message: string }
  /** We stopped it, because the person asked. */
  | { readonly reason: 'interrupted' }
  /** A job it needs failed. */
  | { readonly reason: 'dependency-failed'; readonly dependency: string };
