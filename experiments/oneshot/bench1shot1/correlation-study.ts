/**
 * The correlation study of NAS-Bench-1Shot1 (Zela et al. 2020, section 4.2): after some epochs every cell without loose
 * ends is run in the one-shot model on the test images, and its error held against the recorded test errors after each
 * length of training. Every recorded run is a point, so that a cell counts as often as it was trained.
 * Source: automl/nasbench-1shot1@cb0f0ec, `evaluate_one_shot_models.py` and `experiments/analysis/utils.py`.
 */
import type { JsonObject } from '../../../schemas/json.ts';
import { spearman } from '../../../schemas/rank-correlation.ts';
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import { toSpec } from '../../space/nasbench1shot1/cell.ts';
import { cellsWithoutLooseEnds } from '../../space/nasbench1shot1/without-loose-ends.ts';
import { cellHash } from '../../space/nasbench101/hash.ts';
import type { TrainedBench1Shot1 } from './bench1shot1-run.ts';
import type { CorrelationRun } from './correlation.ts';
import { oneShotScore } from './correlation.ts';

/** Runs with the smallest one-shot errors that are also ranked among themselves. */
const best = 1000;

export interface StudyRun extends Pick<CorrelationRun, 'traits' | 'batchSize' | 'onMinibatch'> {
  readonly trained: TrainedBench1Shot1;
  /** The test images. */
  readonly images: CorrelationRun['validation'];
  readonly table: Nasbench101Table;
}

export interface StudiedCell {
  readonly hash: string;
  readonly row: number;
  readonly oneShotErrorPercent: number;
}

export interface RankedLength {
  /** Length of the recorded runs. */
  readonly epochs: number;
  /** Of all runs, and of those with the smallest one-shot errors; null when one of the two errors does not vary. */
  readonly spearman: number | null;
  readonly spearmanBest: number | null;
}

/** The cells that the table has, in the order of their enumeration. */
export async function studiedCells({ trained, images, table, ...run }: StudyRun): Promise<StudiedCell[]> {
  const cells: StudiedCell[] = [];
  for (const cell of cellsWithoutLooseEnds(trained.shape.space)) {
    const spec = toSpec(trained.shape.space, cell);
    const row = table.indexOfSpec(spec);
    if (row < 0) continue;
    const { errorPercent } = await oneShotScore({ ...run, trained, validation: images }, cell);
    cells.push({ hash: cellHash(spec), row, oneShotErrorPercent: errorPercent });
  }
  return cells;
}

/** For each length of the recorded runs, rising. */
export const rankedLengths = (
  cells: readonly StudiedCell[],
  table: Nasbench101Table,
  among = best,
): readonly RankedLength[] =>
  table.facts.epochs.map((epochs) => {
    const runs = cells.flatMap(({ row, oneShotErrorPercent }) =>
      recordedTestErrors(table, row, epochs).map((recorded) => ({ oneShot: oneShotErrorPercent, recorded })),
    );
    // A stable sort: of equal errors the cell that is enumerated first comes first.
    const leading = runs.toSorted((a, b) => a.oneShot - b.oneShot).slice(0, among);
    return { epochs, spearman: rank(runs), spearmanBest: rank(leading) };
  });

const rank = (runs: readonly { readonly oneShot: number; readonly recorded: number }[]): number | null =>
  spearman(
    runs.map(({ oneShot }) => oneShot),
    runs.map(({ recorded }) => recorded),
  ).value;

const recordedTestErrors = (table: Nasbench101Table, row: number, epochs: number): readonly number[] =>
  Array.from({ length: table.facts.repeats }, (_, repeat) =>
    table.value(row, 'finalTestAccuracy', epochs, repeat),
  ).flatMap((accuracy) => (Number.isNaN(accuracy) ? [] : [100 * (1 - accuracy)]));

/** A line of the trajectory. Lengths have names by their order, since tables have different ones. */
export const studyLine = (
  epoch: number,
  architectures: number,
  lengths: readonly RankedLength[],
): JsonObject => ({
  phase: 'correlation',
  epoch,
  architectures,
  lengths: named(lengths, ({ epochs }) => epochs),
  spearman: named(lengths, (length) => length.spearman),
  spearmanBest: named(lengths, (length) => length.spearmanBest),
});

const named = (
  lengths: readonly RankedLength[],
  value: (length: RankedLength) => number | null,
): JsonObject => Object.fromEntries(lengths.map((length, i) => [`length${i + 1}`, value(length)]));
