/**
 * The committed expectation of an experiment: digests of every job and report, and what made them. Everything in it can
 * be recomputed from the commit that it names, so a rerun compares field by field and nothing stands there unproved.
 */
import { type Static, Type } from '@sinclair/typebox';
import {
  artifactIdSchema,
  commitSchema,
  contract,
  exact,
  jobKeySchema,
  mapOf,
  namePattern,
  nameSchema,
  outputNamePattern,
  seedSchema,
  sha256Schema,
} from './contract.ts';
import type { GitTree } from './ids.ts';
import type { JobMetrics } from './metrics.ts';

export const lockVersion = 2;

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is refused
/** Labels hold a `/` and no character that a terminal obeys. */
export const labelPattern = /^[^/\u0000-\u001f\u007f-\u009f]+(?:\/[^/\u0000-\u001f\u007f-\u009f]+)+$/;
/** A path below the project, as git writes it. */
const projectPathPattern =
  /^(?!(?:.*\/)?\.{1,2}(?:\/|$))(?!__proto__$)[^/\\\u0000-\u001f\u007f-\u009f]+(?:\/[^/\\\u0000-\u001f\u007f-\u009f]+)*$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above

const gitIdSchema = Type.Unsafe<GitTree>(Type.String({ pattern: '^(?:[0-9a-f]{40}|[0-9a-f]{64})$' }));

const metricSchema = Type.Union([Type.Number(), Type.String({ maxLength: 64 })]);
/** Of a split, and of the splits of each moment of a training. */
const splitSchema = mapOf(namePattern, metricSchema);
const momentSchema = mapOf(namePattern, Type.Union([metricSchema, splitSchema]));
const metricGroup = mapOf(namePattern, Type.Union([metricSchema, momentSchema]));

const lockedJobSchema = exact({
  key: jobKeySchema,
  seed: seedSchema,
  /** Of the job as the commit of this profile computes it: the digest of its key, that commit, its seed and its outputs. */
  artifactId: artifactIdSchema,
  /** Output file name to digest. */
  outputs: mapOf(outputNamePattern, sha256Schema),
  /** What it measured, so that a result that is not bitwise equal can still be compared. Null for a selection. */
  metrics: Type.Union([Type.Null(), Type.Unsafe<JobMetrics>(mapOf(namePattern, metricGroup))]),
});

const lockedEngineSchema = exact({
  name: nameSchema,
  version: Type.Integer({ minimum: 0 }),
  /** What the engine promises, and so what a rerun must reach. */
  determinism: Type.Union([
    Type.Literal('bit-exact'),
    Type.Literal('device-exact'),
    Type.Literal('tolerance'),
  ]),
});

export const lockedProfileSchema = exact({
  commit: commitSchema,
  /** Digest of the fully resolved manifest (profile applied), independent of comments and key order. */
  manifest: sha256Schema,
  /** The manifest and those it extends: path in the project to git's id of its content. */
  files: mapOf(projectPathPattern, gitIdSchema),
  code: exact({
    // Absent where the program is a package, which package-lock.json names.
    experiments: Type.Optional(gitIdSchema),
    schemas: Type.Optional(gitIdSchema),
    runner: Type.Optional(gitIdSchema),
    scripts: Type.Optional(gitIdSchema),
    'package.json': gitIdSchema,
    'package-lock.json': gitIdSchema,
  }),
  engine: lockedEngineSchema,
  /** Report file name (`table5.md`, ...) to digest. */
  reports: mapOf(namePattern, sha256Schema),
  /** Job label to its expected result, in graph order. */
  jobs: mapOf(labelPattern, lockedJobSchema),
});

/** `profiles`: profile name to expectation; a run without a profile is stored under `base`. */
export const lockContract = contract(
  'lock',
  exact({
    formatVersion: Type.Literal(lockVersion),
    id: nameSchema,
    profiles: mapOf(namePattern, lockedProfileSchema),
  }),
);

export type LockedJob = Static<typeof lockedJobSchema>;
export type LockedProfile = Static<typeof lockedProfileSchema>;

export interface Lock {
  readonly formatVersion: typeof lockVersion;
  readonly id: string;
  readonly profiles: Readonly<Record<string, LockedProfile>>;
}
