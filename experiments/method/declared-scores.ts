/** The scores that a task declares, and what methods are told of them. */
import type { Objective, Objectives, Score } from './score.ts';

/** A number that a task measures. `N`: its field under the split in `metrics.json`, as in `validation.errorPercent`. */
export interface TaskScore<N extends string = string> extends Objective {
  readonly name: N;
  readonly unit: string;
  /** Decimal places in a report. */
  readonly digits: number;
  readonly splits: readonly ('validation' | 'test')[];
}

/** In the order in which methods compare by them. */
export type TaskScores<N extends string = string> = readonly [TaskScore<N>, ...TaskScore<N>[]];

export interface DeclaredScores<N extends string> {
  readonly scores: TaskScores<N>;
  /** Those of validation data. */
  readonly objectives: Objectives;
  /** @param measured on validation data; NaN where there is no number */
  score(measured: Readonly<Record<N, number>>): Score;
}

/** @throws TypeError when none is measured on validation data, so that methods would be told nothing */
export function declareScores<const N extends string>(...scores: TaskScores<N>): DeclaredScores<N> {
  const [first, ...others] = scores.filter(({ splits }) => splits.includes('validation'));
  if (!first)
    throw new TypeError('Expected a score of validation data, by which methods compare; found none');
  const objectives: Objectives = [first, ...others];
  return {
    scores,
    objectives,
    score: (measured) => ({
      objectives,
      values: [measured[first.name], ...others.map(({ name }) => measured[name])],
    }),
  };
}
