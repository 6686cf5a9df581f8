/** How good an architecture looked on validation data, and which of two looked better. */

/** A number that a task measures, as far as methods know it. */
export interface Objective {
  /** Its field under `validation` in `metrics.json`. */
  readonly name: string;
  readonly goal: 'minimize' | 'maximize';
  /** The value than which none is worse, of a proposal that is no architecture; infinite without such a bound. */
  readonly worst: number;
}

/** In the order in which methods compare by them: the next decides where those before are equal. */
export type Objectives = readonly [Objective, ...Objective[]];

/** What a method is told of a trial. */
export interface Score {
  readonly objectives: Objectives;
  /** One for each objective; NaN where it was not measured. */
  readonly values: readonly [number, ...number[]];
}

/**
 * Negative when `a` is better. A value that is not a number loses. Sorting with it keeps equal scores in their order, so
 * the first of them wins.
 */
export function compareScores(a: Score, b: Score): number {
  // By number, not with an iterator: a search on a table compares scores millions of times.
  for (let i = 0; i < a.objectives.length; i += 1) {
    const order = compare(a.objectives[i]?.goal, a.values[i] ?? Number.NaN, b.values[i] ?? Number.NaN);
    if (order !== 0) return order;
  }
  return 0;
}

/** What a method is told of a trial that crashed. */
export const noScore = (objectives: Objectives): Score => scoreBy(objectives, () => Number.NaN);

/** What a method is told of a proposal that is no architecture. */
export const worstScore = (objectives: Objectives): Score => scoreBy(objectives, ({ worst }) => worst);

const scoreBy = (objectives: Objectives, value: (objective: Objective) => number): Score => {
  const [first, ...others] = objectives;
  return { objectives, values: [value(first), ...others.map(value)] };
};

/** A training that diverged has no score. */
export const isMeasured = ({ values }: Score): boolean => !Number.isNaN(values[0]);

function compare(goal: Objective['goal'] | undefined, a: number, b: number): number {
  const least = goal === 'maximize' ? -Infinity : Infinity;
  const [x, y] = [Number.isNaN(a) ? least : a, Number.isNaN(b) ? least : b];
  if (x === y) return 0;
  return x < y === (goal !== 'maximize') ? -1 : 1;
}
