/** Manifest to job graph: methods and their variants x seed sets x stages x seeds. Deterministic, no I/O. */
import { keyedTask } from '../../schemas/command.ts';
import { type Seed, toSeed } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type {
  MethodEntry,
  ResolvedManifest,
  SearchStage,
  Selection,
  Stage,
  TrainingStage,
} from '../../schemas/manifest.ts';
import { stagesRun } from '../manifest/skipped-stages.ts';
import { stageSeeds } from '../manifest/stage-seeds.ts';
import { type GraphJob, type JobGraph, type JobInput, toGraph } from './job-graph.ts';
import { orderStages } from './stage-order.ts';
import { expandVariants, type Variant } from './variants.ts';

/** One method variant on one seed set: the unit that a row of a report pools. */
interface Branch {
  readonly method: string;
  readonly variant: Variant;
  readonly seedSet: string;
  readonly seeds: readonly Seed[];
  /** Those that run for the method. */
  readonly stages: Readonly<Record<string, Stage>>;
}

export function expand(manifest: ResolvedManifest): JobGraph {
  return toGraph(branchesOf(manifest).flatMap(branchJobs));
}

function branchesOf(manifest: ResolvedManifest): Branch[] {
  return Object.entries(manifest.methods).flatMap(([method, entry]) =>
    expandVariants(manifest, method, entry).flatMap((variant) =>
      Object.entries(seedSetsOf(entry, manifest)).map(([seedSet, seeds]) => ({
        method,
        variant,
        seedSet,
        seeds,
        stages: stagesRun(variant.manifest.stages, entry.skip),
      })),
    ),
  );
}

/** Those of the method where it has any, in the manifest's order. */
function seedSetsOf({ seedSets }: MethodEntry, manifest: ResolvedManifest): ResolvedManifest['seedSets'] {
  if (Object.keys(seedSets).length === 0) return manifest.seedSets;
  const names = Object.keys(manifest.seedSets).filter((name) => Object.hasOwn(seedSets, name));
  return Object.fromEntries(names.map((name) => [name, seedSets[name] ?? []]));
}

function branchJobs(branch: Branch): GraphJob[] {
  const byStage = new Map<string, readonly GraphJob[]>();
  for (const [name, stage] of orderStages(branch.stages)) {
    byStage.set(
      name,
      stage.kind === 'search' ? searchJobs(branch, name, stage) : trainJobs(branch, name, stage, byStage),
    );
  }
  return [...byStage.values()].flat();
}

function searchJobs(branch: Branch, stageName: string, stage: SearchStage): GraphJob[] {
  const parameters = { ...commonParameters(branch), method: branch.variant.settings };
  return stageSeeds(stage.seeds, branch.seeds).map((seed) =>
    job(branch, stageName, `s${seed}`, { kind: 'search', seed, parameters, inputs: {} }),
  );
}

function trainJobs(
  branch: Branch,
  stageName: string,
  stage: TrainingStage,
  byStage: ReadonlyMap<string, readonly GraphJob[]>,
): GraphJob[] {
  const candidates = (byStage.get(stage.from) ?? []).filter(({ kind }) => kind !== 'select');
  const seeds = stageSeeds(stage.seeds, branch.seeds);
  const parameters = { ...commonParameters(branch), ...trainParameters(stage) };
  const train = (suffix: string, seed: Seed, architecture: JobInput): GraphJob =>
    job(branch, stageName, suffix, { kind: 'train', seed, parameters, inputs: { architecture } });
  if (stage.select === null) return pairBySeed(candidates, seeds, train);
  const [only, second] = candidates;
  // Where there is no choice, nothing needs to have been measured.
  if (only !== undefined && second === undefined) {
    return seeds.map((seed) => train(`s${seed}`, seed, { from: only.label, file: 'architecture.json' }));
  }
  const selection = selectJob(branch, stageName, stage.select, candidates);
  const trained = Array.from({ length: stage.select.keep }, (_, rank) =>
    seeds.map((seed) =>
      train(stage.select?.keep === 1 ? `s${seed}` : `a${rank}-s${seed}`, seed, {
        from: selection.label,
        file: `architecture-${rank}.json`,
      }),
    ),
  );
  return [selection, ...trained.flat()];
}

function pairBySeed(
  candidates: readonly GraphJob[],
  seeds: readonly Seed[],
  train: (suffix: string, seed: Seed, architecture: JobInput) => GraphJob,
): GraphJob[] {
  const bySeed = new Map(candidates.map((candidate) => [candidate.seed, candidate]));
  return seeds.map((seed) => {
    const source = bySeed.get(seed);
    if (source === undefined) throw new Error(`Internal error: no candidate with seed ${seed}`);
    return train(`s${seed}`, seed, { from: source.label, file: 'architecture.json' });
  });
}

function selectJob(
  branch: Branch,
  stage: string,
  select: Selection,
  candidates: readonly GraphJob[],
): GraphJob {
  const inputs = candidates.flatMap((candidate, i): [string, JobInput][] => [
    [`candidate-${i}-metrics`, { from: candidate.label, file: 'metrics.json' }],
    [`candidate-${i}-architecture`, { from: candidate.label, file: 'architecture.json' }],
  ]);
  const parameters = { ...select, candidates: candidates.map(({ seed }) => ({ seed })) };
  return job(branch, stage, 'select', {
    kind: 'select',
    seed: toSeed(0),
    parameters,
    inputs: Object.fromEntries(inputs),
  });
}

function commonParameters({ variant: { manifest } }: Branch): JsonObject {
  return { task: keyedTask(manifest.task), space: { ...manifest.space }, engine: manifest.engine };
}

/** What a training job may know: its settings and what it measures, not how the graph came to it. */
function trainParameters(stage: TrainingStage): JsonObject {
  const { kind: _kind, seeds: _seeds, from: _from, select: _select, measure, ...training } = stage;
  return { training, measure };
}

function job(
  branch: Branch,
  stage: string,
  suffix: string,
  rest: Pick<GraphJob, 'kind' | 'seed' | 'parameters' | 'inputs'>,
): GraphJob {
  const { method, variant, seedSet } = branch;
  return {
    label: `${variant.name}/${seedSet}/${stage}/${suffix}`,
    method,
    variant: variant.name,
    displayName: variant.displayName,
    seedSet,
    stage,
    ...rest,
  };
}
