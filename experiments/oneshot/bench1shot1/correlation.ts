/**
 * How well a trained one-shot model ranks architectures: the validation error of each with shared weights against its
 * recorded error. Source: Zela et al. 2020, section 4.2; architectures run as in the correlation
 * scripts of automl/nasbench-1shot1@cb0f0ec.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { kendall, spearman } from '../../../schemas/rank-correlation.ts';
import type { ImageTraits } from '../../data/image-data-set.ts';
import type { ImagePart } from '../../data/part.ts';
import { constantWeights } from '../../model/nasbench/bench1shot1-network.ts';
import type { Draws } from '../../rng/draws.ts';
import { type Bench1Shot1Cell, toSpec } from '../../space/nasbench1shot1/cell.ts';
import { fixedWeights } from '../../space/nasbench1shot1/fixed-weights.ts';
import type { SpaceNumber } from '../../space/nasbench1shot1/layout.ts';
import { nasbench1shot1 } from '../../space/nasbench1shot1/space.ts';
import { cellHash } from '../../space/nasbench101/hash.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import { evaluate } from '../../task/evaluate.ts';
import type { Tally } from '../../task/tally.ts';
import type { TrainedBench1Shot1 } from './bench1shot1-run.ts';

export interface CorrelationRun {
  readonly trained: TrainedBench1Shot1;
  readonly traits: ImageTraits;
  /** The images that score each architecture. */
  readonly validation: ImagePart;
  readonly batchSize: number;
  readonly cells: readonly Bench1Shot1Cell[];
  /** Recorded error of a cell in percent; undefined leaves the cell out. */
  readonly recordedError: (spec: CellSpec) => number | undefined;
  /** One more minibatch was measured. */
  readonly onMinibatch?: () => void;
}

export interface ScoredCell {
  readonly hash: string;
  /** With shared weights. */
  readonly oneShotErrorPercent: number;
  /** Mean cross-entropy in nats; null when it overflowed. */
  readonly oneShotLoss: number | null;
  readonly recordedErrorPercent: number;
}

export interface Correlation {
  readonly cells: readonly ScoredCell[];
  /** Of the two errors; null when one of them does not vary. */
  readonly spearman: number | null;
  readonly kendall: number | null;
}

export async function correlateWithRecorded(run: CorrelationRun): Promise<Correlation> {
  const cells: ScoredCell[] = [];
  for (const cell of run.cells) {
    const spec = toSpec(run.trained.shape.space, cell);
    const recorded = run.recordedError(spec);
    if (recorded === undefined) continue;
    const { errorPercent, loss } = await oneShotScore(run, cell);
    cells.push({
      hash: cellHash(spec),
      oneShotErrorPercent: errorPercent,
      oneShotLoss: Number.isFinite(loss) ? loss : null,
      recordedErrorPercent: recorded,
    });
  }
  const oneShot = cells.map(({ oneShotErrorPercent }) => oneShotErrorPercent);
  const recorded = cells.map(({ recordedErrorPercent }) => recordedErrorPercent);
  return { cells, spearman: spearman(oneShot, recorded).value, kendall: kendall(oneShot, recorded).value };
}

/** A cell in the trained model on all of the images. */
export const oneShotScore = (
  run: Pick<CorrelationRun, 'trained' | 'traits' | 'validation' | 'batchSize' | 'onMinibatch'>,
  cell: Bench1Shot1Cell,
): Promise<Tally> =>
  evaluate((images) => logitsOf(run.trained, images, cell), run.validation, run.traits, {
    batchSize: run.batchSize,
    ...(run.onMinibatch ? { onStep: run.onMinibatch } : {}),
  });

function logitsOf(
  { network, shape, form }: TrainedBench1Shot1,
  images: Tensor,
  cell: Bench1Shot1Cell,
): Tensor {
  if (form === 'plain') return network.logits(images, { kind: 'path', cell });
  const weights = constantWeights(fixedWeights(shape.space, cell, form));
  return network.logits(images, { kind: 'mixed', weights: () => weights });
}

/**
 * Uniform choices of a space that are different cells and recorded; fewer than `count` when so many attempts find no
 * more, which is sure to happen where the record holds few cells of the space.
 */
export function drawRecordedCells(
  space: SpaceNumber,
  isRecorded: (spec: CellSpec) => boolean,
  { count, attempts, draws }: { readonly count: number; readonly attempts: number; readonly draws: Draws },
): readonly Bench1Shot1Cell[] {
  const found = new Map<string, Bench1Shot1Cell>();
  for (let attempt = 0; attempt < attempts && found.size < count; attempt += 1) {
    const cell = nasbench1shot1(space).sample(draws);
    const spec = toSpec(space, cell);
    const hash = cellHash(spec);
    if (!found.has(hash) && isRecorded(spec)) found.set(hash, cell);
  }
  return [...found.values()];
}
