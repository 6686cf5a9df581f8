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

export const jobFailureSchema = Type.Union([
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
  /** The machine has not the GPUs that the job needs, or they cannot be leased. */
  reason('gpus-unavailable', { message: text, hint: text }),
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
  /** A program of the user's own; `path` is where it was looked for. */
  reason('program-not-found', { program: text, path: text }),
  reason('program-exited', { exitCode: Type.Integer() }),
  reason('program-killed-by-signal', { signal: text }),
  /** `limitBytes` is null where the system ended it, which had no memory left. */
  reason('program-out-of-memory', {
    limitBytes: Type.Union([Type.Number(), Type.Null()]),
    peakBytes: Type.Number(),
  }),
  /** It ran longer than the task allows. */
  reason('program-timed-out', { minutes: Type.Number() }),
  /** Declared files are not what they were when the run began. */
  reason('program-code-changed', { files: texts }),
  reason('isolation-unavailable', { message: text }),
  /** The program ended well and left no such file. */
  reason('metrics-missing', { file: text }),
  reason('metrics-malformed', { file: text, line: Type.Union([Type.Integer(), Type.Null()]), message: text }),
  reason('metric-missing', { metric: text, found: texts }),
  reason('metric-undeclared', { metric: text, declared: texts }),
  reason('metric-not-a-number', { metric: text, found: text }),
  /** A number of the split that this job must not see. */
  reason('metric-of-other-split', { metric: text, measure: text, file: text }),
  reason('bad-output', { message: text }),
  /** The same key gave other bytes than the record in the store, which stays as it is. */
  reason('nondeterministic', { outputs: texts }),
  /** The output of a finished job could not be read back. */
  reason('input-unusable', { input: text, message: text }),
  /** Slurm ended it through no fault of the job, such as NODE_FAIL; `job` as Slurm calls it, `node` where it ran last. */
  reason('slurm-lost', { state: text, job: text, node: Type.Union([text, Type.Null()]) }),
  /** Slurm ended it for what it asked or used, or because somebody cancelled it. */
  reason('slurm-ended', { state: text, job: text, node: Type.Union([text, Type.Null()]) }),
  /** Slurm did not take it. */
  reason('slurm-refused', { message: text, hint: text }),
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
  /** Folder of what lay in its output folder, relative to the store; absent when nothing did. */
  output: Type.Optional(text),
});

/** What a failed job leaves behind, until a later run computes it. */
export type FailedJob = Readonly<Static<typeof failedJobSchema>>;

export const failedJobFormat = contract('failed job', failedJobSchema);
