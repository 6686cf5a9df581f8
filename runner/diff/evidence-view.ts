/** What one side of a comparison tells of an experiment: the same form for a store, a lock, an archive and a run. */

import type { DiffSide } from '../../schemas/diff.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { Environment, KeyMaterial } from '../../schemas/record.ts';

/** A value, or why this side does not tell it, as a clause that follows the name of the side. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

export const known = <T>(value: T): Known<T> => ({ value });
export const unknown = (why: string): { readonly unknown: string } => ({ unknown: why });

/** The code that the jobs of an experiment reach, and what makes a program of it. */
export interface ReachedCode {
  /** Path to git's id of the content; of a registry, to the digest of what is no entry in it. */
  readonly files: Readonly<Record<string, string>>;
  /** Path below node_modules to version and integrity. */
  readonly packages: Readonly<Record<string, string>>;
  readonly settings: object;
}

export interface JobView {
  readonly label: string;
  readonly seed: Known<number>;
  readonly key: Known<string>;
  /** What the key is made of. */
  readonly material: Known<KeyMaterial>;
  /** Null for a job that was not computed, or whose result is not there. */
  readonly result: Known<JobResultView | null>;
  readonly environment: Known<Pick<Environment, EnvironmentField>>;
}

export const environmentFields = ['node', 'platform', 'arch', 'cpu', 'device'] as const;
export type EnvironmentField = (typeof environmentFields)[number];

export interface JobResultView {
  readonly outputs: Readonly<Record<string, Sha256>>;
  /** Null for a job that measures nothing. */
  readonly metrics: Known<JsonValue>;
}

/** The reports of a side that does not tell them. */
export const untoldReports = (why: string): EvidenceView['reports'] => ({
  digests: unknown(why),
  texts: async () => new Map(),
});

export interface EvidenceView {
  readonly side: DiffSide;
  readonly manifest: {
    readonly digest: Known<Sha256>;
    /** Resolved: its profile applied and every default filled in. */
    readonly resolved: Known<object>;
  };
  readonly code: {
    /** Folder or file of the program to git's id of it. */
    readonly parts: Known<Readonly<Record<string, string>>>;
    /** Asked only where parts and keys do not show that the code is the same. */
    readonly reached: () => Promise<Known<ReachedCode>>;
    /** Whether a program of the user's own trains, whose files are no part of the program. */
    readonly isDeclared: boolean;
  };
  /** Name, version and determinism. */
  readonly engine: Known<Readonly<Record<string, string>>>;
  /** In graph order; of a run in the order of its journal. */
  readonly jobs: readonly JobView[];
  /** Why the experiment may have more jobs than are listed; null where it has not. */
  readonly unlisted: string | null;
  readonly reports: {
    /** Of the files whose bytes depend on results alone. */
    readonly digests: Known<Readonly<Record<string, Sha256>>>;
    /** The JSON files, by name, as far as the side has more than their digests. */
    readonly texts: () => Promise<ReadonlyMap<string, string>>;
  };
}
