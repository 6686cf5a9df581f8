/**
 * The method `exhaustive`: every cell of NAS-Bench-101 up to a number of vertices, trained from scratch at each
 * budget, each training with a schedule of its own. Its rows make a tabular benchmark, which is why it measures test
 * images as well; the cell that it finds has the smallest validation error at the largest budget.
 */
import type { Static } from '@sinclair/typebox';
import { exact } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics, JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ImageDataSet } from '../data/image-data-set.ts';
import { wholeSplit } from '../data/part.ts';
import { startEngine } from '../engine/index.ts';
import type { Proposal } from '../method/black-box-method.ts';
import { split } from '../rng/key.ts';
import { type EnumeratedCell, enumerateCells } from '../space/nasbench101/enumerate.ts';
import { images as cellImages, cellNetwork, cellNetworkProblem } from '../space/nasbench101/network.ts';
import { nasbench101 } from '../space/nasbench101/space.ts';
import { nasbench101Minibatches, trainNasbench101Cell } from '../space/nasbench101/train-cell.ts';
import { unmeasurable } from '../task/diverged.ts';
import type { Found } from '../task/found.ts';
import { continuationProblem } from '../task/image-classification/continuation.ts';
import { fitsMemory } from '../task/image-classification/image-memory.ts';
import type { ImageRun } from '../task/image-classification/run.ts';
import { compareImageNetworks } from '../task/image-classification/scores.ts';
import { refuse, splitMetrics } from '../task/measured.ts';
import { readSettings } from '../task/read-settings.ts';
import { type Measurement, measurementSchema } from '../task/tally.ts';
import { logicalSeconds } from '../trial/logical-seconds.ts';
import { reasonsOf } from '../trial/search-by-trials.ts';
import {
  type QueuedTrials,
  type TrainedTrial,
  type TrialEntry,
  TrialQueue,
  type TrialWatch,
  trialEntries,
} from '../trial/trial-queue.ts';
import { settings as declared, type ExhaustiveSettings } from './exhaustive-settings.ts';

type Run = Pick<ImageRun, 'traits' | 'train' | 'validation' | 'key' | 'observer'>;

const scoresSchema = exact({
  train: measurementSchema,
  validation: measurementSchema,
  test: measurementSchema,
});
type Scores = Static<typeof scoresSchema>;
type Row = TrialEntry<Scores>;

const entries = trialEntries(scoresSchema);

/** A cell with the best validation error so far among those trained the longest. */
interface Best {
  readonly cell: EnumeratedCell;
  readonly validation: Measurement;
}

export async function search(run: ImageRun): Promise<Result<Found, JobFailure>> {
  const read = readSettings('method', declared, run.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const fits = fitsMemory(run, settings.trial);
  if (!fits.ok) return fits;
  await startEngine(run.engine);
  const { images, log } = run;
  const cells = Array.from({ length: settings.maxVertices - 1 }, (_, i) => [...enumerateCells(i + 2)]).flat();
  const problem =
    continuationProblem(settings.trial, settings.budgets, false) ??
    cellNetworkProblem(settings.trial) ??
    firstProblem(cells, settings, run);
  if (problem) return refuse(problem);
  const total = cells.length * settings.budgets.length;
  const kind = cellTrials(settings, run, images);
  const queue = new TrialQueue({ kind, expected: total, log, progress: run.observer.progress });
  const longest = Math.max(...settings.budgets);
  const rows: JsonObject[] = [];
  let best: Best | undefined;
  for (const cell of cells) {
    for (const epochs of settings.budgets) {
      const trial = { number: rows.length, architecture: cell, epochs };
      const row = await queue.finish(trial);
      if (!row.ok) return row;
      for (const line of row.value.lines) run.observer.line(line);
      rows.push(tableRow(cell, settings, run, row.value));
      const validation = queue.measuredBy(trial.number)?.validation;
      if (epochs === longest && validation && isBetter(validation, best)) best = { cell, validation };
    }
  }
  return best ? found(best, settings, run, rows, queue.cost) : nothingScored(queue, rows.length, longest);
}

const cellTrials = (
  settings: ExhaustiveSettings,
  run: Run,
  images: ImageDataSet,
): QueuedTrials<EnumeratedCell, Scores> => ({
  id: ({ hash }) => hash,
  train: (trial, watch) => trainCell(trial, settings, run, images, watch),
  metric: ({ validation }) => ({ name: 'validation.errorPercent', value: validation.errorPercent }),
  entries,
});

const firstProblem = (
  cells: readonly EnumeratedCell[],
  { trial }: ExhaustiveSettings,
  { traits }: Run,
): string | undefined => {
  for (const cell of cells) {
    const problem = cellImages.networkProblem(cell, traits, trial);
    if (problem) return problem;
  }
  return undefined;
};

async function trainCell(
  { architecture, epochs }: Proposal<EnumeratedCell>,
  { trial }: ExhaustiveSettings,
  { traits, train, validation, key }: Run,
  { test }: ImageDataSet,
  watch: TrialWatch,
): Promise<Result<TrainedTrial<Scores>, JobFailure>> {
  const { matrix, ops, hash } = architecture;
  const settings = { ...trial, epochs };
  const measured = { train, validation, test: wholeSplit(test) };
  const total = nasbench101Minibatches({ settings, train, measured });
  let minibatches = 0;
  const trained = await trainNasbench101Cell({
    spec: { matrix, ops },
    settings,
    network: cellNetwork(trial),
    traits,
    train,
    measured,
    onMinibatch: () => {
      minibatches += 1;
      watch.progress(minibatches / total);
    },
    // A cell's training depends on nothing but itself, so that a larger table holds the same rows.
    key: split(split(key, 'cell', hash), 'epochs', epochs),
  });
  if (!trained.ok) return trained;
  const { measured: tallies, multiplyAdds } = trained.value;
  const scores: Scores = {
    train: tallies.train.measurement,
    validation: tallies.validation.measurement,
    test: tallies.test.measurement,
  };
  const broken = Object.entries(scores).find(([, { loss }]) => !Number.isFinite(loss));
  if (broken) return unmeasurable(`${broken[0]} loss`, multiplyAdds);
  return ok({ measured: scores, cost: { multiplyAdds, architectures: 1 } });
}

const isBetter = (validation: Measurement, best: Best | undefined): boolean =>
  best === undefined || compareImageNetworks(validation, best.validation) < 0;

/**
 * Accuracies between 0 and 1 and a logical training time in seconds, as NAS-Bench-101 records them; the accuracies of
 * a training that crashed are null.
 */
function tableRow(
  cell: EnumeratedCell,
  { trial }: ExhaustiveSettings,
  { traits }: Run,
  { outcome, epochs, cost }: Row,
): JsonObject {
  const { matrix, ops, hash } = cell;
  const scores = 'measured' in outcome ? outcome.measured : undefined;
  const accuracy = (part: keyof Scores): number | null =>
    scores ? 1 - scores[part].errorPercent / 100 : null;
  return {
    hash,
    matrix,
    ops,
    epochs,
    parameters: cellImages.model(cell, traits, trial).parameters,
    trainingTime: logicalSeconds(cost.multiplyAdds),
    trainAccuracy: accuracy('train'),
    validationAccuracy: accuracy('validation'),
    testAccuracy: accuracy('test'),
  };
}

function found(
  { cell: { matrix, ops }, validation }: Best,
  { trial }: ExhaustiveSettings,
  { traits }: Run,
  rows: readonly JsonObject[],
  cost: CostMetrics,
): Result<Found, JobFailure> {
  const measured = splitMetrics('validation', validation);
  if (!measured.ok) return measured;
  const model = cellImages.model({ matrix, ops }, traits, trial);
  const metrics: JobMetrics = { ...measured.value, model, cost };
  const genotype = { matrix, ops };
  const architecture = { space: 'nasbench101', id: nasbench101().id(genotype), genotype };
  return ok({ architecture, metrics, lines: { 'table.jsonl': rows } });
}

function nothingScored(
  { crashes, cost }: Pick<TrialQueue<never, unknown>, 'crashes' | 'cost'>,
  trials: number,
  longest: number,
): Result<never, JobFailure> {
  const [first] = crashes;
  if (!first) return refuse('There is no cell to train');
  const message = `No cell has a score after ${longest} epochs: ${crashes.length} of ${trials} trainings crashed. ${reasonsOf(crashes)}`;
  return fail({ reason: 'diverged', message, hint: first.hint, multiplyAdds: cost.multiplyAdds });
}
