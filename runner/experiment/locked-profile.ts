/** The expectation that a finished run would write into a lock. */
import { sha256 } from '../../schemas/canonical.ts';
import { engines } from '../../schemas/engine.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import type { Experiment } from './experiment.ts';

/** @param reports file name to content. @throws Error when a job has no record: only a complete run has a lock. */
export function lockedProfile(
  experiment: Experiment,
  recordOf: (label: string) => JobRecord | undefined,
  reports: Readonly<Record<string, string>>,
): LockedProfile {
  const { graph, store, manifestDigest, code } = experiment;
  return {
    commit: code.commit,
    manifest: manifestDigest,
    code: code.trees,
    determinism: engines[experiment.manifest.engine].determinism,
    jobs: Object.fromEntries(
      graph.jobs.map(({ label }) => {
        const record = recordOf(label);
        if (record === undefined) throw new Error(`Internal error: ${label} has no record`);
        return [label, lockedJob(record, store)];
      }),
    ),
    reports: Object.fromEntries(
      Object.entries(reports).map(([file, content]): [string, Sha256] => [file, sha256(content)]),
    ),
  };
}

export function lockedJob(record: JobRecord, store: Store): LockedJob {
  const { key, artifactId } = record;
  return {
    key,
    artifactId,
    outputs: outputDigests(record.outputs),
    metrics: readMetrics(record, store) ?? null,
  };
}

/** @returns undefined for a job without metrics (a selection) or whose metrics cannot be read. */
export function readMetrics(record: JobRecord, store: Store): JobMetrics | undefined {
  const output = record.outputs['metrics.json'];
  if (output === undefined) return undefined;
  const object = store.readObject(output.digest);
  return object.ok ? (JSON.parse(new TextDecoder().decode(object.value)) as JobMetrics) : undefined;
}
