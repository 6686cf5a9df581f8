/** What an archive tells of: one locked profile, with the records behind it. Export and verification see it alike. */
import type { Lock, LockedProfile } from '../../schemas/lock.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type { JobRecord } from '../../schemas/record.ts';

export interface RunName {
  /** Of the manifest. */
  readonly id: string;
  /** `base` without one. */
  readonly profile: string;
}

export interface RunContent extends RunName {
  /** With this profile alone. */
  readonly lock: Lock;
  readonly locked: LockedProfile;
  readonly manifest: ResolvedManifest;
  /** Path of the manifest in its project. */
  readonly manifestPath: string;
  /** Of the locked jobs, in the order of the lock, each followed by those of the trials that it rests on. */
  readonly records: readonly JobRecord[];
  /** Of the locked commit, by path in the project: manifests, package.json and package-lock.json. */
  readonly sources: ReadonlyMap<string, Buffer>;
}

/** When the first of the jobs began and the last one ended: ISO 8601, UTC. */
export function timesOf(records: readonly JobRecord[]): {
  readonly started: string;
  readonly finished: string;
} {
  const began = records.map(({ timing }) => Date.parse(timing.startedAt));
  const ended = records.map(endOf);
  const least = began.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = ended.reduce((a, b) => Math.max(a, b), 0);
  return {
    started: new Date(Number.isFinite(least) ? least : 0).toISOString(),
    finished: new Date(most).toISOString(),
  };
}

export const finishedAt = (record: JobRecord): string => new Date(endOf(record)).toISOString();

const endOf = ({ timing }: JobRecord): number => Date.parse(timing.startedAt) + Math.round(timing.wallMs);

/** Empty where there is no such file. */
export const sourceText = ({ sources }: RunContent, path: string): string =>
  sources.get(path)?.toString('utf8') ?? '';
