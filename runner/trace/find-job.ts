/** Which job of a store a person means by a label, a job key, an artifact id or the digest of an output. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { FailedJob } from '../../schemas/failure.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { closest } from '../manifest-tree/suggest.ts';
import type { Store } from '../store/store.ts';
import type { Experiment } from '../study/experiment.ts';
import { readLatestRuns } from '../study/latest-run.ts';
import type { TracedExperiment } from './job-of-experiment.ts';

/** A finished job, with what a failed attempt at the same computation left, or one that only failed. */
export type FoundJob =
  | { readonly record: JobRecord; readonly failed?: undefined }
  | { readonly failed: FailedJob; readonly record?: undefined };

export type FindJobProblem =
  | { readonly reason: 'no-such-job'; readonly what: string; readonly suggestion: string | null }
  /** In the order of their keys. */
  | { readonly reason: 'several-jobs'; readonly what: string; readonly candidates: readonly JobCandidate[] }
  /** There are jobs called so, but in no experiment of this profile; in the order of their keys. */
  | {
      readonly reason: 'not-of-profile';
      readonly what: string;
      readonly profile: string;
      readonly candidates: readonly JobCandidate[];
    }
  | {
      readonly reason: 'job-absent';
      readonly label: string;
      readonly experiment: Experiment;
    }
  | {
      readonly reason: 'not-of-experiment';
      readonly label: string;
      readonly experiment: string;
      readonly suggestion: string | null;
    };

export interface JobCandidate {
  readonly label: string;
  readonly key: JobKey;
  /** Names of the experiments whose latest run had it, such as `li2019-table5.nano`. */
  readonly experiments: readonly string[];
  /** When it was computed, or failed. */
  readonly at: string;
}

/** @param profile of several jobs with one label, those of an experiment with this profile. */
export function findJob(
  store: Store,
  what: string,
  profile: string | undefined,
): Result<FoundJob, FindJobProblem> {
  const records = [...store.records()];
  const computed = new Set(records.map(({ key }) => key));
  const failures = store.failures().filter(({ key }) => !computed.has(key));
  const calledSo = keysCalled(store, what);
  const found: FoundJob[] = [
    ...records
      .filter((record) => isMeant(record, what) || calledSo.has(record.key))
      .map((record) => ({ record })),
    ...failures.filter((failed) => isMeant(failed, what)).map((failed) => ({ failed })),
  ];
  const candidates = candidatesOf(store, found);
  const wanted = profile === undefined ? undefined : ofProfile(candidates, profile);
  const left = wanted === undefined ? found : found.filter((job) => wanted.has(keyOf(job)));
  const [first, second] = left;
  if (first !== undefined && second === undefined) return ok(first);
  if (first === undefined && found.length === 0) {
    const labels = [...records, ...failures].map(({ label }) => label);
    return fail({ reason: 'no-such-job', what, suggestion: closest(what, new Set(labels)) });
  }
  if (first === undefined && profile !== undefined) {
    return fail({ reason: 'not-of-profile', what, profile, candidates });
  }
  const shown = candidates.filter(({ key }) => wanted?.has(key) ?? true);
  return fail({ reason: 'several-jobs', what, candidates: shown });
}

/** The job with this label of an experiment, whatever else has the same label. */
export function findJobOf(traced: TracedExperiment, label: string): Result<FoundJob, FindJobProblem> {
  const { experiment, stateOf } = traced;
  const found = stateOf(label);
  if (found.state === 'failed') return ok({ failed: found.failed });
  if (found.state !== 'absent') return ok({ record: found.record });
  const { name, graph } = experiment;
  if (graph.byLabel.has(label)) {
    return fail({ reason: 'job-absent', label, experiment });
  }
  const suggestion = closest(label, graph.byLabel.keys());
  return fail({ reason: 'not-of-experiment', label, experiment: name, suggestion });
}

/** Digests of the outputs and inputs in the store that begin so, each once. */
export function digestsFrom(store: Store, start: string): readonly Sha256[] {
  if (!isStart(start)) return [];
  const digests = [...store.records()].flatMap(({ outputs, material, dirtyPatch }) => [
    ...Object.values(outputs).map(({ digest }) => digest),
    ...Object.values(material.inputs),
    ...(dirtyPatch === null ? [] : [dirtyPatch]),
  ]);
  return [...new Set(digests)].filter((digest) => digest.startsWith(start));
}

/** Labels that latest runs have for a job: one computation may be several jobs, and its record names the first alone. */
export function labelsOf(store: Store, key: JobKey): readonly string[] {
  const labels = [...readLatestRuns(store.root).values()].flatMap(({ jobs }) =>
    Object.keys(jobs).filter((label) => jobs[label] === key),
  );
  return [...new Set(labels)].sort(byCodeUnit);
}

const keysCalled = (store: Store, label: string): ReadonlySet<JobKey> =>
  new Set(
    [...readLatestRuns(store.root).values()].flatMap(({ jobs }) =>
      Object.hasOwn(jobs, label) ? (jobs[label] ?? []) : [],
    ),
  );

const isMeant = (
  { label, key, artifactId }: { label: string; key: JobKey; artifactId?: string },
  what: string,
): boolean =>
  label === what || (isStart(what) && (key.startsWith(what) || artifactId?.startsWith(what) === true));

/** Eight digits tell the jobs of a store apart. */
export const isStart = (text: string): boolean => /^[0-9a-f]{8,64}$/.test(text);

const keyOf = ({ record, failed }: FoundJob): JobKey => (record === undefined ? failed.key : record.key);

function candidatesOf(store: Store, found: readonly FoundJob[]): readonly JobCandidate[] {
  if (found.length === 0) return [];
  const runs = [...readLatestRuns(store.root)];
  return found.map((job) => {
    const { label, key } = job.record ?? job.failed;
    const at = job.record === undefined ? job.failed.at : job.record.timing.startedAt;
    const experiments = runs.flatMap(([name, { jobs }]) => (Object.values(jobs).includes(key) ? [name] : []));
    return { label, key, experiments, at };
  });
}

/** Keys of the candidates of experiments with this profile. Names of experiments are `<id>.<profile>`. */
const ofProfile = (candidates: readonly JobCandidate[], profile: string): ReadonlySet<JobKey> =>
  new Set(
    candidates.flatMap(({ key, experiments }) =>
      experiments.some((name) => name.split('.')[1] === profile) ? [key] : [],
    ),
  );
