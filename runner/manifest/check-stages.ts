/** Stages form a forest that grows out of search stages, and each finds in its source what it needs. */
import { countIn, mapIn, textIn } from '../manifest-tree/loose.ts';
import type { ManifestView, StageView } from '../manifest-tree/manifest-view.ts';
import { measures, trains } from '../manifest-tree/measured.ts';
import { notMeasured } from '../manifest-tree/not-measured.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { unknownStage } from '../manifest-tree/unknown-stage.ts';

export function checkStages(view: ManifestView): ManifestProblem[] {
  const stages = [...view.stages.values()];
  return [...cycles(view), ...stages.flatMap((stage) => checkStage(view, stage))];
}

function checkStage(view: ManifestView, stage: StageView): ManifestProblem[] {
  if (!trains(stage)) return [];
  const late = lateMoments(view, stage);
  const source = stage.from === undefined ? undefined : view.stages.get(stage.from);
  const problems = source ? checkSource(view, stage, source) : unknownSource(view, stage);
  return [...problems, ...(stage.select === null ? countWithoutSelect(view, stage) : []), ...late];
}

/** A moment of a training is not after its end. */
function lateMoments(view: ManifestView, { name, moments }: StageView): ManifestProblem[] {
  const stage = mapIn(mapIn(view.plain, 'stages'), name);
  const epochs = countIn(stage, 'epochs') ?? Infinity;
  return moments.flatMap((moment) => {
    const epoch = countIn(mapIn(stage, 'measureAt'), moment);
    if (epoch === undefined || epoch <= epochs) return [];
    const detail = { expected: `at most ${epochs}, the epochs of ${name}`, found: String(epoch) };
    return [view.at(['stages', name, 'measureAt', moment], { reason: 'wrong-value' }, detail)];
  });
}

function unknownSource(view: ManifestView, { name, from }: StageView): ManifestProblem[] {
  if (from === undefined) return [];
  return [unknownStage(view, ['stages', name, 'from'], from, name)];
}

function countWithoutSelect(view: ManifestView, { name, seeds }: StageView): ManifestProblem[] {
  if (typeof seeds !== 'number') return [];
  const detail = { expected: 'each, or a select', found: `{count: ${seeds}} without a select` };
  return [view.at(['stages', name, 'seeds'], { reason: 'count-without-select', stage: name }, detail)];
}

function checkSource(view: ManifestView, stage: StageView, source: StageView): ManifestProblem[] {
  if (stage.select === null) return seedsWithoutSource(view, stage, source);
  const metric = textIn(stage.select ?? {}, 'metric');
  return [
    ...tooFewCandidates(view, stage, source),
    ...(metric ? unmeasured(view, stage, source, metric) : []),
  ];
}

/** Without a selection, each seed trains what the source found with it. */
function seedsWithoutSource(view: ManifestView, stage: StageView, source: StageView): ManifestProblem[] {
  const largest = view.seedSets.toSorted((a, b) => b.seeds.length - a.seeds.length)[0];
  if (stage.seeds !== 'each' || typeof source.seeds !== 'number' || !largest) return [];
  if (source.seeds >= largest.seeds.length) return [];
  const reason = { reason: 'seed-without-source', stage: stage.name, source: source.name } as const;
  const expected = `${source.name} to run each seed of the set`;
  const found = `${source.seeds} of the ${largest.seeds.length} seeds of ${largest.name}`;
  return [view.at(['stages', stage.name, 'seeds'], reason, { expected, found })];
}

function tooFewCandidates(view: ManifestView, stage: StageView, source: StageView): ManifestProblem[] {
  const keep = countIn(stage.select ?? {}, 'keep');
  const smallest = view.seedSets
    .filter((set) => set.seeds.length > 0)
    .toSorted((a, b) => a.seeds.length - b.seeds.length)[0];
  if (keep === undefined || !smallest || source.seeds === undefined) return [];
  const seeds = source.seeds === 'each' ? smallest.seeds.length : source.seeds;
  const candidates = seeds * (source.select ? (countIn(source.select, 'keep') ?? 1) : 1);
  if (keep <= candidates) return [];
  const reason = { reason: 'too-few-candidates', stage: stage.name, source: source.name } as const;
  const expected = `at most ${candidates}, the jobs of ${source.name} for ${smallest.name}`;
  return [view.at(['stages', stage.name, 'select', 'keep'], reason, { expected, found: String(keep) })];
}

function unmeasured(
  view: ManifestView,
  stage: StageView,
  source: StageView,
  metric: string,
): ManifestProblem[] {
  // That a selection sees no test metric is a law of its own.
  if (metric.startsWith('test.') || measures(source, metric)) return [];
  return [notMeasured(view, ['stages', stage.name, 'select', 'metric'], source, metric)];
}

/** Each cycle once, at the stage of it that is written first. */
function cycles(view: ManifestView): ManifestProblem[] {
  const seen = new Set<string>();
  return [...view.stages.keys()].flatMap((start) => {
    const chain: string[] = [];
    let name: string | undefined = start;
    while (name !== undefined && !seen.has(name) && view.stages.has(name)) {
      seen.add(name);
      chain.push(name);
      name = view.stages.get(name)?.from;
    }
    const at = name === undefined ? -1 : chain.indexOf(name);
    const first = chain[at];
    if (first === undefined) return [];
    const stages = [...chain.slice(at), first];
    const detail = { expected: 'a chain that begins with a search stage', found: stages.join(' <- ') };
    return [view.at(['stages', first, 'from'], { reason: 'stage-cycle', stages }, detail)];
  });
}
