/** Searches that take moments: a few textures, a super-net of two channels. */
import { generateTextures10 } from '../../../experiments/data/textures10.ts';
import type {
  ArchitectureStepSettings,
  SharedWeightsSettings,
} from '../../../experiments/oneshot/settings.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import type { SearchOutcome, SearchRun } from '../../../experiments/task/image-classification/search-run.ts';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import { canonicalJson } from '../../../schemas/canonical.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { Result } from '../../../schemas/result.ts';

export const tinySettings = {
  epochs: 3,
  batchSize: 8,
  learningRate: 0.05,
  learningRateMin: 0.001,
  momentum: 0.9,
  weightDecay: 3e-4,
  gradientClip: 5,
  initialChannels: 2,
  layers: 3,
  cropPadding: 1,
  flip: true,
  cutout: 0,
  cutoutProbability: 1,
  architectureLearningRate: 0.01,
  architectureMomentum: 0.5,
  architectureWeightDecay: 1e-3,
  warmUpEpochs: 1,
} as const satisfies SharedWeightsSettings & ArchitectureStepSettings;

export const tinyCounts = { train: 12, validation: 12 } as const;

const { traits, train: textures } = generateTextures10();
const positions = (from: number, count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => from + i);

export interface TinyRun<S> {
  readonly run: SearchRun<S>;
  readonly lines: JsonObject[];
  readonly progress: (readonly [done: number, total: number])[];
}

export function tinyRun<S>(settings: S, seed: number): TinyRun<S> {
  const lines: JsonObject[] = [];
  const progress: (readonly [number, number])[] = [];
  const run: SearchRun<S> = {
    settings,
    traits,
    train: { split: textures, indices: positions(0, tinyCounts.train) },
    validation: { split: textures, indices: positions(tinyCounts.train, tinyCounts.validation) },
    key: split(key(seed), 'search'),
    observer: {
      line: (content) => lines.push(content),
      progress: (done, total) => progress.push([done, total]),
    },
  };
  return { run, lines, progress };
}

/** Everything that a search writes, as text. */
export function bytesOf(
  outcome: Result<SearchOutcome<CnnGenotype>, JobFailure>,
  lines: JsonObject[],
): string {
  if (!outcome.ok) throw new Error('the search failed');
  const { architecture, validation, cost } = outcome.value;
  const { errorPercent, loss, examples } = validation;
  return canonicalJson({ architecture, validation: { errorPercent, loss, examples }, cost, lines });
}
