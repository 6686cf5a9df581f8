/**
 * The files by which a runner and its jobs in Slurm know of each other. They lie in the store, on a folder that all
 * nodes see. A wave is one submission: a job array whose tasks are jobs.
 */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact, jobKeySchema, seedSchema } from './contract.ts';
import { jobFailureSchema } from './failure.ts';
import { type JobSpec, workerJobKinds } from './job.ts';
import { progressFields } from './progress.ts';
import { environmentFields, programRunSchema, timingFields } from './record.ts';

const text = Type.String();
const path = Type.String({ pattern: '^/' });
const count = Type.Integer({ minimum: 0 });
const pathOrNull = Type.Union([path, Type.Null()]);

/** Unique, and the name of the job in Slurm: a submission whose answer was lost is found by it. */
export const waveNamePattern = /^reprise-[0-9a-f]{32}$/;
const waveName = Type.String({ pattern: waveNamePattern.source });
const slurmJobId = Type.String({ pattern: '^[1-9]\\d*$' });
const attemptId = Type.String({ pattern: '^\\d+-[0-9a-f]{16}$' });

const waveSchema = exact({
  formatVersion: Type.Literal(1),
  name: waveName,
  /** ISO 8601, UTC. */
  at: text,
  /** Index in the array to the job that it computes. */
  keys: Type.Array(jobKeySchema, { minItems: 1 }),
});
export type Wave = Readonly<Static<typeof waveSchema>>;
/** Written before the submission. */
export const waveFormat = contract('wave of jobs', waveSchema);

/** Written when Slurm has answered. */
export const submittedFormat = contract(
  'submission to Slurm',
  exact({ formatVersion: Type.Literal(1), jobId: slurmJobId }),
);

/** Which array task computes a job: the latest submission of its key. A task that is not named here computes nothing. */
export const entryFormat = contract(
  'entry of a job',
  exact({ formatVersion: Type.Literal(1), wave: waveName, index: count }),
);

/** One line for each submission, for whoever looks back. */
export const ledgerLineFormat = contract(
  'line of the ledger',
  exact({
    formatVersion: Type.Literal(1),
    at: text,
    name: waveName,
    jobId: slurmJobId,
    keys: waveSchema.properties.keys,
  }),
);

const workerSchema = exact({
  /** The program that Node.js runs. */
  file: path,
  /** The build that it must be of; null for a program that stands in for the worker. */
  build: Type.Union([exact({ id: text, folder: path }), Type.Null()]),
});

const specSchema = Type.Unsafe<JobSpec>(
  exact({
    formatVersion: Type.Literal(1),
    label: text,
    key: jobKeySchema,
    kind: Type.Union(workerJobKinds.map((kind) => Type.Literal(kind))),
    seed: seedSchema,
    parameters: Type.Record(text, Type.Unknown()),
    inputs: Type.Record(text, path),
    dataFolder: pathOrNull,
    benchmarkFolder: pathOrNull,
    progressFolder: pathOrNull,
    outputFolder: path,
  }),
);

const taskSchema = exact({
  formatVersion: Type.Literal(1),
  spec: specSchema,
  worker: workerSchema,
  /** What the task declares that trains with a program of the user's own; null for a job of the worker. */
  program: Type.Union([Type.Record(text, Type.Unknown()), Type.Null()]),
});
export type SlurmTask = Readonly<Static<typeof taskSchema>>;
/** What a task of the array has to do. Read by the build that wrote it. */
export const taskFormat = contract('task of an array', taskSchema);

/** The attempt at work: an earlier one that still lives, on a node that was given up, ends when it sees another here. */
export const attemptFormat = contract(
  'attempt',
  exact({ formatVersion: Type.Literal(1), id: attemptId, node: text }),
);

export const progressFormat = contract(
  'progress',
  exact({ formatVersion: Type.Literal(1), ...progressFields }),
);

const { attempt: _, ...timing } = timingFields;
const endSchema = exact({
  formatVersion: Type.Literal(1),
  key: jobKeySchema,
  /** Whose folder holds the outputs. */
  attempt: attemptId,
  outcome: Type.Union([
    exact({ done: Type.Literal(true), program: Type.Optional(programRunSchema) }),
    exact({ done: Type.Literal(false), failure: jobFailureSchema, log: text }),
  ]),
  environment: exact(environmentFields),
  ...timing,
});
export type TaskEnd = Readonly<Static<typeof endSchema>>;
/** Written last, in one piece: a job with it has ended, whatever Slurm says. */
export const endFormat = contract('end of a job', endSchema);
