/** The committed expectation of an experiment: digests of every job and report, and the commit that made them. */
import type { DeterminismClass } from './engine.ts';
import type { ArtifactId, GitCommit, JobKey, Sha256 } from './ids.ts';
import type { JobMetrics } from './metrics.ts';
import type { CodeTrees } from './record.ts';

export interface LockedJob {
  readonly key: JobKey;
  readonly artifactId: ArtifactId;
  /** Output file name to digest. */
  readonly outputs: Readonly<Record<string, Sha256>>;
  /** What it measured, so that a result that is not bitwise equal can still be compared. Null for a selection. */
  readonly metrics: JobMetrics | null;
}

/** The expectation for one profile of a manifest. */
export interface LockedProfile {
  readonly commit: GitCommit;
  /** Digest of the fully resolved manifest (profile applied), independent of comments and key order. */
  readonly manifest: Sha256;
  readonly code: CodeTrees;
  /** What the engine promises, and so what a rerun must reach. */
  readonly determinism: DeterminismClass;
  /** Job label to its expected result, in graph order. */
  readonly jobs: Readonly<Record<string, LockedJob>>;
  /** Report file name (`table5.md`, ...) to digest. */
  readonly reports: Readonly<Record<string, Sha256>>;
}

export interface Lock {
  readonly formatVersion: 1;
  readonly id: string;
  /** Profile name to expectation. A run without a profile is stored under `base`. */
  readonly profiles: Readonly<Record<string, LockedProfile>>;
}
