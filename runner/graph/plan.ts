/**
 * What becomes of each job of a graph, and why: in the store, to run, or not known yet. One rule, pure: `plan`, `status`
 * and `explain` print what it says of a quick look at the store, and the scheduler does what it says of a thorough one.
 */
import type { EncodingMemo } from '../../schemas/canonical.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey } from '../../schemas/ids.ts';
import type { KeyMaterial } from '../../schemas/record.ts';
import { jobKey } from '../key/job-key.ts';
import { dependenciesOf, filesReadFrom, type GraphJob, type JobGraph } from './job-graph.ts';
import { type KeyContext, type KnownOutputs, keyMaterial } from './key-material.ts';

/** What the rule needs to know of a record. */
export interface StoredResult {
  readonly outputs: KnownOutputs;
  /** Computed in a tree with uncommitted changes. */
  readonly dirty: boolean;
  /** Outputs that are not there, or not what was written. */
  readonly unusable: readonly string[];
}

export interface StoreView {
  readonly find: (key: JobKey) => StoredResult | undefined;
  readonly failure: (key: JobKey) => JobFailure | undefined;
}

export interface PlanRules {
  readonly context: KeyContext;
  /** Whether the tree is clean: a clean run owes nothing to a dirty one, even where their code is the same. */
  readonly clean: boolean;
}

export type RunReason =
  | { readonly reason: 'not-in-store' }
  /** An earlier run tried it. */
  | { readonly reason: 'failed-last-time'; readonly failure: JobFailure }
  | { readonly reason: 'dirty-result' }
  | { readonly reason: 'outputs-unusable'; readonly outputs: readonly string[] }
  /** Another job of the graph is the same computation and runs before; this one takes what it makes. */
  | { readonly reason: 'same-as'; readonly label: string };

export type PlannedJob =
  | { readonly status: 'hit'; readonly job: GraphJob; readonly key: JobKey; readonly outputs: KnownOutputs }
  | {
      readonly status: 'run';
      readonly job: GraphJob;
      readonly key: JobKey;
      readonly material: KeyMaterial;
      readonly why: RunReason;
    }
  /** Its key needs the outputs of `waitsFor`, which are not there yet. */
  | { readonly status: 'waits'; readonly job: GraphJob; readonly waitsFor: readonly string[] };

export interface Plan {
  readonly jobs: readonly PlannedJob[];
  readonly counts: Readonly<Record<PlannedJob['status'], number>>;
}

export function planGraph(graph: JobGraph, rules: PlanRules, view: StoreView): Plan {
  const hits = new Map<string, KnownOutputs>();
  const memo: EncodingMemo = new WeakMap();
  const counts = { hit: 0, run: 0, waits: 0 };
  const readFrom = filesReadFrom(graph);
  const firstWith = new Map<JobKey, string>();
  const jobs = graph.jobs.map((job): PlannedJob => {
    const needed = readFrom.get(job.label) ?? [];
    const planned = planJob(job, needed, rules, (label) => hits.get(label), view, memo);
    if (planned.status === 'hit') hits.set(job.label, planned.outputs);
    counts[planned.status]++;
    if (planned.status !== 'run') return planned;
    const first = firstWith.get(planned.key);
    if (first !== undefined) return { ...planned, why: { reason: 'same-as', label: first } };
    firstWith.set(planned.key, job.label);
    return planned;
  });
  return { jobs, counts };
}

/**
 * @param needed files of this job that others read.
 * @param outputsOf the outputs of a finished job by label, undefined while it is not finished.
 */
export function planJob(
  job: GraphJob,
  needed: readonly string[],
  { context, clean }: PlanRules,
  outputsOf: (label: string) => KnownOutputs | undefined,
  view: StoreView,
  memo?: EncodingMemo,
): PlannedJob {
  const waitsFor = dependenciesOf(job).filter((label) => outputsOf(label) === undefined);
  const material = waitsFor.length > 0 ? undefined : keyMaterial(job, context, outputsOf);
  if (material === undefined) return { status: 'waits', job, waitsFor };
  const key = jobKey(material, memo);
  const stored = view.find(key);
  const why = whyNoHit(stored, needed, clean, () => view.failure(key));
  if (stored === undefined || why !== undefined) {
    return { status: 'run', job, key, material, why: why ?? { reason: 'not-in-store' } };
  }
  return { status: 'hit', job, key, outputs: stored.outputs };
}

function whyNoHit(
  stored: StoredResult | undefined,
  needed: readonly string[],
  clean: boolean,
  lastFailure: () => JobFailure | undefined,
): RunReason | undefined {
  if (stored === undefined) {
    const failure = lastFailure();
    return failure === undefined ? { reason: 'not-in-store' } : { reason: 'failed-last-time', failure };
  }
  const lacking = needed.filter((file) => !Object.hasOwn(stored.outputs, file));
  const outputs = [...stored.unusable, ...lacking];
  if (outputs.length > 0) return { reason: 'outputs-unusable', outputs };
  return stored.dirty && clean ? { reason: 'dirty-result' } : undefined;
}
