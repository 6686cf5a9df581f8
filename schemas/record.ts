/** What is stored about one finished job, and the material its key is made of. */
import type { EngineInfo } from './engine.ts';
import type { ArtifactId, GitCommit, GitTree, JobKey, Seed, Sha256 } from './ids.ts';
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

/** Git ids of those parts in a commit: trees of folders, blobs of files. */
export type CodeTrees = Readonly<Record<(typeof codeParts)[number], GitTree>>;

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

export interface OutputFile {
  readonly digest: Sha256;
  readonly bytes: number;
}

export interface JobRecord {
  readonly formatVersion: 1;
  readonly key: JobKey;
  readonly artifactId: ArtifactId;
  readonly label: string;
  readonly material: KeyMaterial;
  /** Output file name to its content. */
  readonly outputs: Readonly<Record<string, OutputFile>>;
  readonly commit: GitCommit;
  /** Digest of the patch against `commit` when the tree was dirty; null when it was clean. */
  readonly dirtyPatch: Sha256 | null;
  readonly engine: EngineInfo;
  readonly environment: Environment;
  readonly timing: Timing;
}

/** Where it ran. Never part of a key or a digest. */
export interface Environment {
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  readonly cpu: string;
  readonly device: string;
}

/** When and how long it ran. Never part of a key or a digest. */
export interface Timing {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly wallMs: number;
  readonly attempt: number;
}
