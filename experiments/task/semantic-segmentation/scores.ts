/** What is measured of a network that segments images. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { DeclaredMetric } from '../../../schemas/metrics.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { declareScores } from '../../method/declared-scores.ts';
import { unmeasurable } from '../diverged.ts';
import type { Scores } from '../measured.ts';
import type { Confusion } from './confusion.ts';

/** The caller knows which part it measured, and keeps parts apart by type. */
export interface SegmentationScore {
  readonly confusion: Confusion;
  /** Images measured. */
  readonly examples: number;
  /** Mean cross-entropy in nats over the pixels that are not ignored. */
  readonly loss: number;
}

const splits = ['validation', 'test'] as const;

export const segmentationScores = declareScores(
  { name: 'miou', unit: '%', digits: 2, goal: 'maximize', worst: 0, splits },
  { name: 'pixelAccuracy', unit: '%', digits: 2, goal: 'maximize', worst: 0, splits },
  { name: 'loss', unit: 'nats', digits: 3, goal: 'minimize', worst: Infinity, splits },
);

const words = { miou: 'mIoU', pixelAccuracy: 'pixel accuracy', loss: 'loss' } as const;

/** How reports show them. */
export const segmentationMetrics: readonly DeclaredMetric[] = segmentationScores.scores.flatMap(
  ({ name, unit, digits, goal }) =>
    splits.map(
      (part): DeclaredMetric => ({
        name: `${part}.${name}`,
        label: `${part === 'test' ? 'Test' : 'Validation'} ${words[name as keyof typeof words]}`,
        ...{ unit, digits, goal },
      }),
    ),
);

export const numbersOf = ({ confusion, examples, loss }: SegmentationScore) => ({
  examples,
  miou: confusion.meanIntersectionOverUnion,
  pixelAccuracy: confusion.pixelAccuracy,
  loss,
});

/** The part of `metrics.json` that names its split. Fails when the loss is no number. */
export function segmentationScore(
  split: 'validation' | 'test',
  score: SegmentationScore,
): Result<Scores, JobFailure> {
  if (!Number.isFinite(score.loss)) return unmeasurable(`${split} loss`, 0);
  const measured = numbersOf(score);
  return ok(
    split === 'validation' ? { validation: { split, ...measured } } : { test: { split, ...measured } },
  );
}
