/** The expectation that a finished run would write into a lock. */
import { sha256 } from '../../schemas/canonical.ts';
import { engineOf } from '../../schemas/command.ts';
import type { GitCommit, Sha256 } from '../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import { type JobMetrics, jobMetricsFormat } from '../../schemas/metrics.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { lockedArtifactId } from '../lock/at-commit.ts';
import type { SourceRecord } from '../report/report-source.ts';
import { outputText } from '../store/output-text.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import type { CommittedSources } from './committed-files.ts';
import type { Experiment } from './experiment.ts';

/**
 * Only the profile of a run without failures may be locked: jobs without a record are left out.
 * @param reports file name to content.
 */
export function lockedProfile(
  { graph, store, manifest, manifestDigest }: Experiment,
  { commit, code, files }: CommittedSources,
  recordOf: (label: string) => JobRecord | undefined,
  reports: Readonly<Record<string, string>>,
): LockedProfile {
  return {
    commit,
    manifest: manifestDigest,
    files: { ...files },
    code,
    engine: { ...engineOf(manifest.task, manifest.engine) },
    reports: Object.fromEntries(
      Object.entries(reports).map(([file, content]): [string, Sha256] => [file, sha256(content)]),
    ),
    jobs: Object.fromEntries(
      graph.jobs.flatMap(({ label }): [string, LockedJob][] => {
        const record = recordOf(label);
        return record === undefined ? [] : [[label, lockedJob(record, commit, store)]];
      }),
    ),
  };
}

/** @param commit the profile's, which may be a later one with the same code than that of the record. */
function lockedJob(record: JobRecord, commit: GitCommit, store: Store): LockedJob {
  const { key, material } = record;
  const job = { key, seed: material.seed, outputs: outputDigests(record.outputs) };
  return {
    ...job,
    // The record's own was verified when it was read.
    artifactId:
      record.commit === commit && record.dirtyPatch === null
        ? record.artifactId
        : lockedArtifactId(job, commit),
    metrics: readMetrics(record, store) ?? null,
  };
}

type WithOutputs = Pick<SourceRecord, 'outputs'>;

/** Of records that were read before: several reports and the lock ask for the same metrics. */
const known = new WeakMap<WithOutputs, JobMetrics>();

/** @returns undefined for a job without metrics (a selection) or whose metrics cannot be read. */
export function readMetrics(record: WithOutputs, store: Store): JobMetrics | undefined {
  const before = known.get(record);
  if (before !== undefined) return before;
  const metrics = metricsInStore(record, store);
  if (metrics !== undefined) known.set(record, metrics);
  return metrics;
}

function metricsInStore(record: WithOutputs, store: Store): JobMetrics | undefined {
  const text = outputText(record, 'metrics.json', store);
  if (text === undefined) return undefined;
  const read = jobMetricsFormat.parse(text);
  return read.ok ? read.value : undefined;
}
