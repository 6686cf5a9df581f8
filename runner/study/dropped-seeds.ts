/**
 * Seeds that an experiment had and has no more, though their results are known: nothing keeps anybody from taking a seed
 * out of a manifest after seeing what it gave, so whoever runs the rest is told.
 */
import { type JobKey, type Seed, toJobKey } from '../../schemas/ids.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import type { Store } from '../store/store.ts';
import type { Experiment } from './experiment.ts';
import { readLatestRun } from './latest-run.ts';
import { profileInLock } from './profile-in-lock.ts';
import { isRunOf } from './run-id.ts';

export interface DroppedSeed {
  readonly seed: Seed;
  /** Labels of the jobs that were computed with it, each once, the earliest first. */
  readonly labels: readonly string[];
}

/** By seed, ascending. Journals, the latest run and the lock tell which jobs the experiment had. */
export function droppedSeeds(experiment: Experiment): readonly DroppedSeed[] {
  const { store, graph, wholeGraph, manifest } = experiment;
  const { jobs, byLabel } = wholeGraph ?? graph;
  const stages = stagesOfSets(manifest);
  const present = new Set(jobs.map(({ stage, seed }) => `${stage}\0${seed}`));
  const dropped = new Map<Seed, Set<string>>();
  for (const { label, key } of jobsOnce(experiment)) {
    const stage = label.split('/').at(-2) ?? '';
    // The seed stands in the label, so the record of a job that is still there need not be read.
    if (byLabel.has(label) || !stages.has(stage) || label.endsWith('/select')) continue;
    const seed = store.findRecord(key)?.material.seed;
    if (seed === undefined || present.has(`${stage}\0${seed}`)) continue;
    dropped.set(seed, (dropped.get(seed) ?? new Set()).add(label));
  }
  return [...dropped]
    .map(([seed, labels]) => ({ seed, labels: [...labels] }))
    .sort((a, b) => a.seed - b.seed);
}

/**
 * The stages that have the seeds of the sets and no others. Without its stage, a seed was not left out: nothing is measured
 * there any more. A stage with a number of seeds of its own fills up with others when a set grows.
 */
const stagesOfSets = ({ stages }: ResolvedManifest): ReadonlySet<string> =>
  new Set(Object.entries(stages).flatMap(([name, { seeds }]) => (seeds === 'each' ? [name] : [])));

interface JobOnce {
  readonly label: string;
  readonly key: JobKey;
}

/** The jobs that runs of this experiment finished, as far as anything tells. */
function jobsOnce(experiment: Experiment): JobOnce[] {
  const { store, name, project } = experiment;
  const latest = Object.entries(readLatestRun(project.storeRoot, name)?.jobs ?? {});
  const locked = Object.entries(profileInLock(experiment)?.jobs ?? {});
  return [
    ...store.runs().flatMap((runId) => (isRunOf(runId, name) ? jobsOfRun(store, runId) : [])),
    ...latest.map(([label, key]) => ({ label, key })),
    ...locked.map(([label, { key }]) => ({ label, key })),
  ];
}

function jobsOfRun(store: Store, runId: string): JobOnce[] {
  const events = store.readJournal(runId)?.events ?? [];
  return events.flatMap(({ type, label, key }) =>
    type === 'job-done' && typeof label === 'string' && typeof key === 'string' && /^[0-9a-f]{64}$/.test(key)
      ? [{ label, key: toJobKey(key) }]
      : [],
  );
}

/** What a run says before it starts. */
export const droppedSeedText = ({ seed, labels }: DroppedSeed): string =>
  `warning: the manifest has seed ${seed} no more, but ${labels.length} job(s) were computed with it, first ${labels[0]}; ` +
  'whoever leaves out a seed after seeing its results chooses them: put it back, or tell your readers';
