/**
 * The method `exhaustive`: every cell of NAS-Bench-101 up to a number of vertices, trained from scratch at each
 * budget, each training with a schedule of its own. Its rows make a tabular benchmark, which is why it measures test
 * images as well; the cell that it finds has the smallest validation error at the largest budget.
 */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { ExhaustiveSettings } from '../../schemas/methods.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { ImageDataSet } from '../data/image-data-set.ts';
import { wholeSplit } from '../data/part.ts';
import { compareScores } from '../method/score.ts';
import type { SearchRun } from '../oneshot/search-run.ts';
import { split } from '../rng/key.ts';
import { type EnumeratedCell, enumerateCells } from '../space/nasbench101/enumerate.ts';
import { type TrainedNasbench101Cell, trainNasbench101Cell } from '../space/nasbench101/train-cell.ts';
import type { Tally } from '../task/tally.ts';
import { logicalSeconds } from './cost-model.ts';
import type { Found } from './found.ts';
import { architectureFile, cellNetwork, cellNetworkProblem, nasbench101Images } from './image-space.ts';
import { refuse, splitMetrics } from './measured.ts';

type Run = SearchRun<unknown>;
type Trained = TrainedNasbench101Cell<'train' | 'validation' | 'test'>;

interface Best {
  readonly cell: EnumeratedCell;
  readonly trained: Trained;
}

export async function searchEverything(
  settings: ExhaustiveSettings,
  run: Run,
  images: ImageDataSet,
): Promise<Result<Found, JobFailure>> {
  const problem = cellNetworkProblem(settings.trial);
  if (problem) return refuse(problem);
  const cells = Array.from({ length: settings.maxVertices - 1 }, (_, i) => [...enumerateCells(i + 2)]).flat();
  const longest = Math.max(...settings.budgets);
  const total = cells.length * settings.budgets.length;
  const rows: JsonObject[] = [];
  let best: Best | undefined;
  let multiplyAdds = 0;
  for (const cell of cells) {
    for (const epochs of settings.budgets) {
      const trained = await trainCell(cell, epochs, settings, run, images);
      if (!trained.ok) return trained;
      multiplyAdds += trained.value.multiplyAdds;
      rows.push(tableRow(cell, epochs, trained.value));
      if (epochs === longest && isBetter(trained.value, best)) best = { cell, trained: trained.value };
      const value = trained.value.measured.validation.errorPercent;
      run.observer.progress(rows.length, total, { name: 'validation.errorPercent', value });
    }
  }
  return best ? found(best, rows, multiplyAdds) : refuse('There is no cell to train');
}

function trainCell(
  { matrix, ops, hash }: EnumeratedCell,
  epochs: number,
  { trial }: ExhaustiveSettings,
  { traits, train, validation, key }: Run,
  { test }: ImageDataSet,
): Promise<Result<Trained, JobFailure>> {
  return trainNasbench101Cell({
    spec: { matrix, ops },
    settings: { ...trial, epochs },
    network: cellNetwork(trial),
    traits,
    train,
    measured: { train, validation, test: wholeSplit(test) },
    // A cell's training depends on nothing but itself, so that a larger table holds the same rows.
    key: split(split(key, 'cell', hash), 'epochs', epochs),
  });
}

const isBetter = ({ measured }: Trained, best: Best | undefined): boolean =>
  best === undefined || compareScores(measured.validation, best.trained.measured.validation) < 0;

/** Accuracies between 0 and 1 and a logical training time in seconds, as NAS-Bench-101 records them. */
function tableRow({ matrix, ops, hash }: EnumeratedCell, epochs: number, trained: Trained): JsonObject {
  const accuracy = ({ errorPercent }: Tally): number => 1 - errorPercent / 100;
  const { train, validation, test } = trained.measured;
  return {
    hash,
    matrix,
    ops,
    epochs,
    parameters: trained.model.parameters,
    trainingTime: logicalSeconds(trained.multiplyAdds),
    trainAccuracy: accuracy(train),
    validationAccuracy: accuracy(validation),
    testAccuracy: accuracy(test),
  };
}

function found(
  { cell: { matrix, ops }, trained }: Best,
  rows: readonly JsonObject[],
  multiplyAdds: number,
): Result<Found, JobFailure> {
  const measured = splitMetrics('validation', trained.measured.validation);
  if (!measured.ok) return measured;
  const { parameters, multiplyAdds: perImage } = trained.model;
  const metrics: JobMetrics = {
    ...measured.value,
    model: { parameters, multiplyAdds: perImage },
    cost: { multiplyAdds, architectures: rows.length },
  };
  const architecture = architectureFile(nasbench101Images, { matrix, ops });
  return ok({ architecture, metrics, lines: { 'table.jsonl': rows } });
}
