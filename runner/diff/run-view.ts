/** A run, as its journal names the jobs that it computed, and the store has the records of them. */
import type { EngineName } from '../../schemas/engine.ts';
import type { GitCommit, JobKey } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import type { Project } from '../project/project.ts';
import { type ReadOnlyStore, readOnlyStore } from '../store/read-only-store.ts';
import { openProjectStore } from '../study/experiment.ts';
import { readLatestRun } from '../study/latest-run.ts';
import { experimentOf } from '../study/run-id.ts';
import { eventsOf } from '../study/run-list.ts';
import { engineFields } from './engine-fields.ts';
import {
  type EvidenceView,
  type JobView,
  type Known,
  known,
  type ReachedCode,
  unknown,
  untoldReports,
} from './evidence-view.ts';
import { reachedAt } from './reached-code.ts';
import { recordEvidence, recordResult } from './record-evidence.ts';

/** A job as the run left it. */
interface RunJob {
  readonly label: string;
  readonly key: JobKey | null;
  /** Null where the run did not compute it: it failed, or was found in the store. */
  readonly artifactId: string | null;
}

/** @returns undefined for a run that the store does not have. */
export function runView(project: Project, runId: string): EvidenceView | undefined {
  const store = readOnlyStore(openProjectStore(project));
  if (!store.runs().includes(runId)) return undefined;
  const latest = readLatestRun(store.root, experimentOf(runId));
  const isLatest = latest?.runId === runId;
  const found = isLatest ? Object.entries(latest.jobs) : [];
  const computed = jobsOf(store, runId);
  const all = [
    ...found.map(([label, key]) => computed.get(label) ?? { label, key, artifactId: null }),
    ...[...computed.values()].filter(({ label }) => !found.some(([name]) => name === label)),
  ];
  const jobs = all.map((job) => ({ job, record: recordOf(store, job) }));
  const records = jobs.flatMap(({ record }) => (typeof record === 'object' ? [record] : []));
  const untold = 'the journal of a run does not record it';
  return {
    side: { name: runId, kind: 'run', id: null, profile: null, commit: commitOf(records) },
    manifest: { digest: unknown(untold), resolved: unknown(untold) },
    code: {
      parts: partsOf(records),
      reached: () => reachedBy(project, records),
      isDeclared: records.some(({ engine }) => engine.name === 'command'),
    },
    engine:
      records[0] === undefined
        ? unknown('no record of its jobs is there')
        : known(engineFields(records[0].engine)),
    jobs: jobs.map(({ job, record }) => jobView(job, record, store)),
    unlisted: isLatest
      ? null
      : 'its journal names the jobs that the run computed, not those that it found in the store',
    reports: untoldReports(untold),
  };
}

/** Its last word on each job; trials are those of their searches. */
function jobsOf(store: ReadOnlyStore, runId: string): Map<string, RunJob> {
  const jobs = new Map<string, RunJob>();
  for (const event of eventsOf(store.readJournal(runId))) {
    if (!('label' in event) || event.search !== undefined) continue;
    const { label } = event;
    if (event.type === 'job-done') jobs.set(label, { label, key: event.key, artifactId: event.artifactId });
    else if (event.type === 'job-failed') jobs.set(label, { label, key: event.key, artifactId: null });
  }
  return jobs;
}

/** The record of what the run made, or why there is none. */
function recordOf(store: ReadOnlyStore, { key, artifactId }: RunJob): JobRecord | string {
  const record = key === null ? undefined : store.look(key);
  if (record === undefined) return 'the store has no record of it';
  if (typeof record === 'string') return `its record ${record}`;
  const isOther = artifactId !== null && record.artifactId !== artifactId;
  return isOther ? 'the store has another result of it by now' : record;
}

function jobView({ label, key }: RunJob, record: JobRecord | string, store: ReadOnlyStore): JobView {
  const noKey = unknown('the run never knew it');
  if (typeof record === 'string') {
    const why = unknown(record);
    return {
      label,
      seed: why,
      key: key === null ? noKey : known(key),
      result: why,
      ...recordEvidence(undefined, record),
    };
  }
  return {
    label,
    seed: known(record.material.seed),
    key: known(record.key),
    result: known(recordResult(record, store)),
    ...recordEvidence(record, ''),
  };
}

/** Null where the records are of several: what was in the store already may be of an earlier one. */
function commitOf(records: readonly JobRecord[]): GitCommit | null {
  const [first, ...others] = new Set(records.map(({ commit }) => commit));
  return first === undefined || others.length > 0 ? null : first;
}

const isClean = (records: readonly JobRecord[]): boolean =>
  commitOf(records) !== null && records.every(({ dirtyPatch }) => dirtyPatch === null);

const severalCommits = 'its jobs are of several commits, or of a tree with uncommitted changes';

function partsOf(records: readonly JobRecord[]): EvidenceView['code']['parts'] {
  const [first] = records;
  return first !== undefined && isClean(records) && Object.keys(first.trees).length > 0
    ? known(first.trees)
    : unknown(severalCommits);
}

async function reachedBy(project: Project, records: readonly JobRecord[]): Promise<Known<ReachedCode>> {
  const commit = commitOf(records);
  const [first] = records;
  if (commit === null || first === undefined || !isClean(records)) return unknown(severalCommits);
  const jobs = records.map(({ material: { kind, parameters } }) => ({ kind, parameters }));
  return reachedAt(project, commit, jobs, first.material.engine.name as EngineName);
}
