/**
 * How much of a spread comes from where: seed set, search within it, evaluation seed within that. The nested random-effects
 * model, estimated by the method of moments with the coefficients of unequal sizes (Searle, Casella and McCulloch 1992).
 */
import { mean, squaredDeviations, sum } from './sum.ts';

/** Sets, of searches, of values. */
export type NestedSample = readonly (readonly (readonly number[])[])[];

/** Variances in the squared unit of the values. Null where the sample has nothing that would tell it. */
export interface VarianceComponents {
  readonly set: number | null;
  readonly search: number | null;
  readonly evaluation: number | null;
}

/** Estimates below zero, which the method can give, are zero: the component is not to be told from none. */
export function varianceComponents(sample: NestedSample): VarianceComponents {
  const sets = sample
    .map((searches) => searches.filter(({ length }) => length > 0))
    .filter(({ length }) => length > 0);
  const searches = sets.flat();
  const values = searches.flat();
  const [n, b, a] = [values.length, searches.length, sets.length];
  if (n === 0) return { set: null, search: null, evaluation: null };
  const grand = mean(values);
  const around = (groups: readonly (readonly number[])[], centre: (i: number) => number): number =>
    sum(groups.map((own, i) => own.length * (mean(own) - centre(i)) ** 2));
  const pooled = sets.map((own) => own.flat());
  const setOf = sets.flatMap((own, i) => own.map(() => mean(pooled[i] ?? [])));
  // Where no search has two values, what varies below a search is not to be told from what varies between them.
  const evaluation = n > b ? sum(searches.map(squaredDeviations)) / (n - b) : null;
  const searchMs = b > a ? around(searches, (i) => setOf[i] ?? grand) / (b - a) : null;
  const setMs = a > 1 ? around(pooled, () => grand) / (a - 1) : null;
  const squares = (groups: readonly (readonly number[])[]): number =>
    sum(groups.map(({ length }) => length ** 2));
  const withinSets = sum(sets.map((own, i) => squares(own) / (pooled[i]?.length ?? 1)));
  const searchSize = b > a ? (n - withinSets) / (b - a) : 1;
  const search = searchMs === null ? null : Math.max(0, (searchMs - (evaluation ?? 0)) / searchSize);
  const setSize = a > 1 ? (n - squares(pooled) / n) / (a - 1) : 1;
  const searchInSet = a > 1 ? (withinSets - squares(searches) / n) / (a - 1) : 0;
  const set =
    setMs === null ? null : Math.max(0, (setMs - (evaluation ?? 0) - searchInSet * (search ?? 0)) / setSize);
  return { set, search, evaluation };
}
