/**
 * Everything that can go wrong with one job. Members carry data, not sentences; `runner/log/failure-text.ts` turns each
 * into words. Kinds of death stay apart so that a reader can tell a crash from a cancellation.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { contract, exact, jobKeySchema, nameSchema } from './contract.ts';

const text = Type.String();
const texts = Type.Unsafe<readonly string[]>(Type.Array(text));

const reason = <R extends string, P extends Record<string, TSchema>>(name: R, fields: P) =>
  exact({ reason: Type.Literal(name), ...fields });

const jobFailureSchema = Type.Union([
  /** The job itself reported that it cannot be done, with what to do about it. */
  reason('job-refused', { message: text, hint: Type.Optional(text) }),
  /** A number of a training or a search was no longer one. */
  reason('diverged', {
    message: text,
    hint: text,
    /** Spent until then, by the rule of CostMetrics. */
    multiplyAdds: Type.Number(),
  }),
  /** The engine that the job needs does not run on this machine. */
  reason('engine-unavailable', { message: text, hint: text }),
  /** An exception nobody expected, inside the worker. */
  reason('unknown-error-thrown', { message: text, stack: Type.Optional(text) }),
  /** A write of the worker found no room. The job waits for room and is tried again. */
  reason('disk-full', { path: Type.Union([text, Type.Null()]) }),
  /** The operating system refused something to the worker. */
  reason('system-error', {
    /** Such as `EACCES`. */
    code: text,
    /** Such as `open`. */
    operation: Type.Union([text, Type.Null()]),
    path: Type.Union([text, Type.Null()]),
  }),
  /** The files that a worker starts from are not what they were when the run's build was made. */
  reason('worker-changed', { files: texts }),
  /** The worker belongs to another build than the run; `found` is null when it named none. */
  reason('worker-of-other-build', { expected: text, found: Type.Union([text, Type.Null()]) }),
  reason('worker-exited', { exitCode: Type.Integer() }),
  reason('worker-killed-by-signal', { signal: text }),
  reason('worker-did-not-start', { message: text }),
  /** It was started and never said `ready`. */
  reason('worker-start-timed-out', { timeoutMs: Type.Number() }),
  reason('timed-out', { timeoutMs: Type.Number() }),
  reason('bad-output', { message: text }),
  /** The same key gave other bytes than the record in the store, which stays as it is. */
  reason('nondeterministic', { outputs: texts }),
  /** The output of a finished job could not be read back. */
  reason('input-unusable', { input: text, message: text }),
  /** We stopped it, because the person asked. */
  reason('interrupted', {}),
  /** A job it needs failed. */
  reason('dependency-failed', { dependency: text }),
]);

export type JobFailure = Readonly<Static<typeof jobFailureSchema>>;

export const jobFailureFormat = contract('failure of a job', jobFailureSchema);

const failedJobSchema = exact({
  formatVersion: Type.Literal(1),
  key: jobKeySchema,
  label: text,
  runId: nameSchema,
  /** ISO 8601, UTC. */
  at: text,
  failure: jobFailureSchema,
  /** The end of what its worker printed. */
  log: text,
  /** Folder of what it had noted of its progress, relative to the store; null when it noted nothing. */
  progress: Type.Union([text, Type.Null()]),
});

/** What a failed job leaves behind, until a later run computes it. */
export type FailedJob = Readonly<Static<typeof failedJobSchema>>;

export const failedJobFormat = contract('failed job', failedJobSchema);
