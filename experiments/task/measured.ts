/** From tallies to the metrics of a job. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { unmeasurable } from './diverged.ts';
import { type LanguageScore, perplexity } from './language/score.ts';
import type { Measurement } from './tally.ts';

/** The part of `metrics.json` that names its split. Fails when the loss is no number, which no report can show. */
export function splitMetrics(
  split: 'validation' | 'test',
  { examples, errorPercent, loss }: Measurement,
): Result<Scores, JobFailure> {
  if (!Number.isFinite(loss)) return unmeasurable(`${split} loss`, 0);
  const measured = { examples, errorPercent, loss };
  return ok(underSplit(split, measured));
}

/** The same for a text. */
export function languageScore(
  split: 'validation' | 'test',
  { tokens: examples, loss }: LanguageScore,
): Result<Scores, JobFailure> {
  const measured = { examples, loss, perplexity: perplexity({ loss }) };
  if (!Number.isFinite(measured.perplexity)) return unmeasurable(`${split} perplexity`, 0);
  return ok(underSplit(split, measured));
}

export type Scores = Pick<JobMetrics, 'validation' | 'test'>;
type Unsplit<M> = M extends { readonly split: unknown } ? Omit<M, 'split'> : never;

const underSplit = (
  split: 'validation' | 'test',
  measured: Unsplit<NonNullable<JobMetrics['validation']>>,
): Scores =>
  split === 'validation' ? { validation: { split, ...measured } } : { test: { split, ...measured } };

export const refuse = (message: string) => fail({ reason: 'job-refused' as const, message });
