/** What a run would do: which jobs are in the store, which run, and which cannot be known yet. Reads, never writes. */
import type { EncodingMemo } from '../../schemas/canonical.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { KeyMaterial } from '../../schemas/record.ts';
import { jobKey } from '../key/job-key.ts';
import { dependenciesOf, type GraphJob, type JobGraph } from './job-graph.ts';
import { type KeyContext, type KnownOutputs, keyMaterial } from './key-material.ts';

export type PlannedJob =
  | { readonly status: 'hit'; readonly job: GraphJob; readonly key: JobKey }
  | { readonly status: 'run'; readonly job: GraphJob; readonly key: JobKey; readonly material: KeyMaterial }
  /** Its key needs the outputs of `waitsFor`, which are not there yet. */
  | { readonly status: 'waits'; readonly job: GraphJob; readonly waitsFor: readonly string[] };

export interface Plan {
  readonly jobs: readonly PlannedJob[];
  readonly counts: Readonly<Record<PlannedJob['status'], number>>;
}

/** @param findOutputs the outputs of the job with this key, where the store has them. */
export function planGraph(
  graph: JobGraph,
  context: KeyContext,
  findOutputs: (key: JobKey) => KnownOutputs | undefined,
): Plan {
  const hits = new Map<string, KnownOutputs>();
  const memo: EncodingMemo = new WeakMap();
  const counts = { hit: 0, run: 0, waits: 0 };
  const jobs = graph.jobs.map((job): PlannedJob => {
    const planned = planJob(job, context, hits, findOutputs, memo);
    counts[planned.status]++;
    return planned;
  });
  return { jobs, counts };
}

function planJob(
  job: GraphJob,
  context: KeyContext,
  hits: Map<string, KnownOutputs>,
  findOutputs: (key: JobKey) => KnownOutputs | undefined,
  memo: EncodingMemo,
): PlannedJob {
  const waitsFor = dependenciesOf(job).filter((label) => !hits.has(label));
  const material = waitsFor.length > 0 ? undefined : keyMaterial(job, context, (label) => hits.get(label));
  if (material === undefined) return { status: 'waits', job, waitsFor };
  const key = jobKey(material, memo);
  const outputs = findOutputs(key);
  if (outputs === undefined) return { status: 'run', job, key, material };
  hits.set(job.label, outputs);
  return { status: 'hit', job, key };
}
