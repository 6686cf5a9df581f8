/** Where two expectations of one experiment differ: every field of a lock, against the same field computed now. */
import { byCodeUnit, canonicalJson } from '../../schemas/canonical.ts';
import type { JsonValue } from '../../schemas/json.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import { isJsonObject } from '../../schemas/manifest.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { outputDigests } from '../store/record-file.ts';

export type JobDifference =
  /** The lock or the run has no such job. */
  | { readonly reason: 'only-locked' | 'only-computed'; readonly label: string }
  /** Other code, parameters or inputs: not the same computation. */
  | { readonly reason: 'other-key'; readonly label: string }
  | { readonly reason: 'other-seed'; readonly label: string; readonly locked: number; readonly found: number }
  /** Output files of which one of the two has none. */
  | { readonly reason: 'other-files'; readonly label: string; readonly files: readonly string[] }
  /** The same computation gave other bytes: not reproduced. */
  | { readonly reason: 'other-outputs'; readonly label: string; readonly files: readonly string[] }
  | { readonly reason: 'other-metrics'; readonly label: string; readonly metrics: readonly string[] }
  | { readonly reason: 'other-artifact-id'; readonly label: string };

export type LockDifference =
  | JobDifference
  | { readonly reason: 'other-manifest'; readonly locked: string; readonly found: string }
  /** `found` is null where there is no such file or folder now, `locked` where the lock does not name it. */
  | {
      readonly reason: 'other-source';
      readonly path: string;
      readonly locked: string | null;
      readonly found: string | null;
    }
  | {
      readonly reason: 'other-engine';
      readonly field: string;
      readonly locked: string;
      readonly found: string;
    }
  | {
      readonly reason: 'other-report';
      readonly file: string;
      readonly which: 'only-locked' | 'only-computed' | 'other-bytes';
    };

/**
 * Everything but the commit: profiles of other commits are compared after `atCommit`. First what names the computation,
 * then the jobs in graph order, so that the first of them is where the results begin to diverge, then the reports.
 */
export function lockDifferences(locked: LockedProfile, found: LockedProfile): LockDifference[] {
  return [
    ...manifestDifference(locked, found),
    ...sourceDifferences(locked, found),
    ...engineDifferences(locked, found),
    ...jobDifferences(locked.jobs, found.jobs),
    ...reportDifferences(locked, found),
  ];
}

const manifestDifference = (locked: LockedProfile, found: LockedProfile): LockDifference[] =>
  locked.manifest === found.manifest
    ? []
    : [{ reason: 'other-manifest', locked: locked.manifest, found: found.manifest }];

function sourceDifferences(locked: LockedProfile, found: LockedProfile): LockDifference[] {
  const [before, now] = [
    { ...locked.code, ...locked.files },
    { ...found.code, ...found.files },
  ];
  return differingKeys(before, now).map((path) => ({
    reason: 'other-source',
    path,
    locked: own(before, path) ?? null,
    found: own(now, path) ?? null,
  }));
}

const engineDifferences = (locked: LockedProfile, found: LockedProfile): LockDifference[] =>
  (['name', 'version', 'determinism'] as const)
    .filter((field) => locked.engine[field] !== found.engine[field])
    .map((field) => ({
      reason: 'other-engine',
      field,
      locked: String(locked.engine[field]),
      found: String(found.engine[field]),
    }));

const reportDifferences = (locked: LockedProfile, found: LockedProfile): LockDifference[] =>
  differingKeys(locked.reports, found.reports).map((file) => {
    const isLocked = own(locked.reports, file) !== undefined;
    const isFound = own(found.reports, file) !== undefined;
    return {
      reason: 'other-report',
      file,
      which: !isFound ? 'only-locked' : isLocked ? 'other-bytes' : 'only-computed',
    };
  });

type Jobs = LockedProfile['jobs'];

/** The jobs that the lock names, in its order, then those that it lacks. */
function jobDifferences(locked: Jobs, found: Jobs): JobDifference[] {
  const labels = [...new Set([...Object.keys(found), ...Object.keys(locked)])];
  return labels.flatMap((label) => differencesOfJob(label, own(locked, label), own(found, label)));
}

/** All differences of one job; a job that one side lacks, or that is another computation, has one. */
export function differencesOfJob(
  label: string,
  locked: LockedJob | undefined,
  found: LockedJob | undefined,
): JobDifference[] {
  if (locked === undefined) return found === undefined ? [] : [{ reason: 'only-computed', label }];
  if (found === undefined) return [{ reason: 'only-locked', label }];
  const seed: JobDifference[] =
    locked.seed === found.seed
      ? []
      : [{ reason: 'other-seed', label, locked: locked.seed, found: found.seed }];
  if (locked.key !== found.key) return [...seed, { reason: 'other-key', label }];
  const contents = contentDifferences(label, locked, found);
  // An id that follows from the rest tells nothing of its own; alone it is a false one.
  const id: JobDifference[] =
    contents.length + seed.length > 0 || locked.artifactId === found.artifactId
      ? []
      : [{ reason: 'other-artifact-id', label }];
  return [...seed, ...contents, ...id];
}

function contentDifferences(label: string, locked: LockedJob, found: LockedJob): JobDifference[] {
  const differing = differingKeys(locked.outputs, found.outputs);
  const isInBoth = (name: string): boolean =>
    own(locked.outputs, name) !== undefined && own(found.outputs, name) !== undefined;
  const files = differing.filter((name) => !isInBoth(name));
  const contents = differing.filter(isInBoth);
  const metrics = metricDifferences(locked.metrics as JsonValue, found.metrics as JsonValue);
  return [
    ...(files.length === 0 ? [] : [{ reason: 'other-files', label, files } as const]),
    ...(contents.length === 0 ? [] : [{ reason: 'other-outputs', label, files: contents } as const]),
    ...(metrics.length === 0 ? [] : [{ reason: 'other-metrics', label, metrics } as const]),
  ];
}

/** Dotted names of the numbers that differ; `(all)` where one of the two has none. */
function metricDifferences(
  locked: JsonValue | undefined,
  found: JsonValue | undefined,
  path = '',
): readonly string[] {
  if (isJsonObject(locked) && isJsonObject(found)) {
    // Mostly both come from one encoder, and nothing differs.
    if (JSON.stringify(locked) === JSON.stringify(found)) return [];
    const [before, now] = [locked, found];
    return [...new Set([...Object.keys(before), ...Object.keys(now)])]
      .sort(byCodeUnit)
      .flatMap((key) =>
        metricDifferences(own(before, key), own(now, key), path === '' ? key : `${path}.${key}`),
      );
  }
  const isEqual =
    locked !== undefined && found !== undefined && canonicalJson(locked) === canonicalJson(found);
  return isEqual ? [] : [path === '' ? '(all)' : path];
}

/** Whether a record has the files that the lock names, with their digests, and no others. */
export const hasLockedOutputs = (
  record: Pick<JobRecord, 'outputs'>,
  job: Pick<LockedJob, 'outputs'>,
): boolean => differingKeys(outputDigests(record.outputs), job.outputs).length === 0;

function differingKeys(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(byCodeUnit);
  return keys.filter((key) => own(a, key) !== own(b, key));
}

/** A field of the object itself: names come from files, and `constructor` is one. */
const own = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;
