/** What is stored about one finished job, and the material its key is made of. */
import { type Static, Type } from '@sinclair/typebox';
import {
  artifactIdSchema,
  commitSchema,
  contract,
  exact,
  jobKeySchema,
  mapOf,
  outputNamePattern,
  seedSchema,
  sha256Schema,
} from './contract.ts';
import type { GitTree, Seed, Sha256 } from './ids.ts';
import type { JobKind } from './job.ts';
import type { JsonObject } from './json.ts';

/** Raise when the meaning of a key changes; every golden hash in test/contract changes with it. */
export const keyVersion = 2;

/** The code that a job can reach: what is not reached cannot change the result, and so changes no key. */
export interface CodeIdentity {
  /** Over path and git blob id of every source, and the registry entries that were followed to them. */
  readonly sources: Sha256;
  /** Over name, version and integrity of the packages that those sources import, and all that they depend on. */
  readonly packages: Sha256;
  /** Over what makes a program of them: bundler and kernel compiler, their versions, options and flags. */
  readonly tools: Sha256;
}

/** The parts of a project that make up the program, by path. */
export const codeParts = [
  'experiments',
  'schemas',
  'runner',
  'scripts',
  'package.json',
  'package-lock.json',
] as const;

/** The parts that a project has which uses the program as a package; `experiments` only where modules of its own are. */
export const packageParts = ['package.json', 'package-lock.json'] as const;

/** Git ids of those parts in a commit: trees of folders, blobs of files. */
export type CodeTrees = Readonly<Record<(typeof packageParts)[number], GitTree>> &
  Readonly<Partial<Record<(typeof codeParts)[number], GitTree>>>;

/**
 * Everything that can change a job's result, and nothing else: no commit, device, worker count, path or time.
 * The job key is the SHA-256 of its canonical encoding.
 */
export interface KeyMaterial {
  readonly keyVersion: typeof keyVersion;
  readonly kind: JobKind;
  readonly parameters: JsonObject;
  readonly seed: Seed;
  /** Input name to the digest of its content (not the key of the job that made it). */
  readonly inputs: Readonly<Record<string, Sha256>>;
  /** Digest of the data set's files, or null for a generated one (its generator is part of the code). */
  readonly data: Sha256 | null;
  readonly code: CodeIdentity;
  readonly engine: { readonly name: string; readonly version: number };
}

const gitIdSchema = Type.Unsafe<GitTree>(Type.String({ pattern: '^(?:[0-9a-f]{40}|[0-9a-f]{64})$' }));
const text = Type.String();
const count = Type.Integer({ minimum: 0 });

/** Its fields are those that hash to the key; what they mean is checked by hashing them. */
const keyMaterialSchema = Type.Unsafe<KeyMaterial>(
  exact({
    keyVersion: count,
    kind: text,
    parameters: Type.Record(text, Type.Unknown()),
    seed: seedSchema,
    inputs: Type.Record(text, sha256Schema),
    data: Type.Union([sha256Schema, Type.Null()]),
    code: Type.Record(text, text),
    engine: exact({ name: text, version: count }),
  }),
);

const outputFileSchema = exact({ digest: sha256Schema, bytes: count });

export type OutputFile = Readonly<Static<typeof outputFileSchema>>;

/** How a program of the user's own ran. */
export const programRunSchema = exact({
  /** Of all its processes together, as far as it was looked at. */
  peakMemoryBytes: count,
  /** How it was kept from what it does not declare. */
  isolation: Type.Union([Type.Literal('bwrap'), Type.Literal('not isolated')]),
  /** The end of what it printed. */
  stdout: text,
  stderr: text,
});
export type ProgramRun = Readonly<Static<typeof programRunSchema>>;

export const environmentFields = { node: text, platform: text, arch: text, cpu: text, device: text };

const environmentSchema = exact({
  ...environmentFields,
  program: Type.Optional(programRunSchema),
});

/** Where it ran. Never part of a key or an artifact id. */
export type Environment = Readonly<Static<typeof environmentSchema>>;

export const timingFields = {
  /** ISO 8601, UTC. */
  startedAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
  wallMs: Type.Number({ minimum: 0 }),
  attempt: Type.Integer({ minimum: 1 }),
};

const timingSchema = exact(timingFields);

/** When and how long it ran. Never part of a key or an artifact id. */
export type Timing = Readonly<Static<typeof timingSchema>>;

/** Path in the repository to the git id of the tree or file there, in the commit of a record. */
const treesSchema = mapOf(/^[A-Za-z0-9._-]{1,128}$/, gitIdSchema);
export type CommittedTrees = Readonly<Static<typeof treesSchema>>;

const jobRecordSchema = exact({
  formatVersion: Type.Literal(2),
  /** SHA-256 of the canonical encoding of all other fields. */
  digest: sha256Schema,
  key: jobKeySchema,
  artifactId: artifactIdSchema,
  label: text,
  material: keyMaterialSchema,
  /** Output file name to its content. */
  outputs: mapOf(outputNamePattern, outputFileSchema),
  commit: commitSchema,
  /** What the commit holds where code lies, so that a false commit gives itself away; empty where nobody looked. */
  trees: treesSchema,
  /** Digest of the patch against `commit` when the tree was dirty; null when it was clean. */
  dirtyPatch: Type.Union([sha256Schema, Type.Null()]),
  engine: exact({
    name: text,
    version: count,
    determinism: Type.Union([
      Type.Literal('bit-exact'),
      Type.Literal('device-exact'),
      Type.Literal('tolerance'),
    ]),
  }),
  environment: environmentSchema,
  timing: timingSchema,
});

export type JobRecord = Readonly<Static<typeof jobRecordSchema>>;

export const jobRecordFormat = contract('record', jobRecordSchema);
