/**
 * Whether two means are as good as equal: two one-sided tests (Schuirmann 1987). No difference found is no proof that
 * there is none; this asks for the proof.
 */
import { studentCdf } from './student-t.ts';
import { type Estimate, type Interval, interval } from './welch.ts';

export interface Equivalence {
  /** The larger of the two one-sided p-values; equivalent at a level when it is not above that level. */
  readonly p: number;
  /** Of 1 - 2 * level: it lies within the margin exactly when p <= level. */
  readonly interval: Interval;
}

/** @param margin above 0: differences below it do not matter. */
export function equivalenceTest(estimate: Estimate, margin: number, level = 0.05): Equivalence {
  const { difference, standardError, df } = estimate;
  const below = studentCdf(-(difference + margin) / standardError, df);
  const above = studentCdf((difference - margin) / standardError, df);
  return { p: Math.max(below, above), interval: interval(estimate, 1 - 2 * level) };
}
