/** The budgets of successive halving and the sizes of Hyperband's brackets. */

export interface RungOptions {
  /** Each rung keeps one in `eta` and gives it `eta` times the epochs. */
  readonly eta: number;
  /** Lower bound of the smallest budget. */
  readonly minEpochs: number;
  readonly maxEpochs: number;
}

export interface Rung {
  readonly epochs: number;
  /** Trials. */
  readonly size: number;
}

/**
 * maxEpochs / eta^k for all k that keep it at least minEpochs, rising, cut to whole epochs: 1, 4, 18, 75, 300 for 300
 * epochs, eta 4 and at least 1 (Li and Talwalkar 2019, liamcli/darts_asha@fc07f9a).
 * @throws TypeError unless eta > 1 and 1 <= minEpochs <= maxEpochs
 */
export const rungEpochs = (options: RungOptions): readonly number[] => {
  expectRungs(options);
  return exactBudgets(options).map((budget) => Math.max(1, Math.floor(budget)));
};

/** The budgets before they are cut. Products are compared, not logarithms, whose rounding could lose a rung. */
export function exactBudgets({ eta, minEpochs, maxEpochs }: RungOptions): readonly number[] {
  const budgets: number[] = [];
  for (let scale = 1; minEpochs * scale <= maxEpochs; scale *= eta) budgets.unshift(maxEpochs / scale);
  return budgets;
}

/** Successive halving from `configurations` on: each rung the largest whole share of the one before, at least 1. */
export function halvingRungs(configurations: number, options: RungOptions): readonly Rung[] {
  if (!Number.isInteger(configurations) || configurations < 1) {
    throw new TypeError(`Expected \`configurations\` to be an integer >= 1, got \`${configurations}\``);
  }
  return sized(configurations, rungEpochs(options), options.eta);
}

/**
 * Bracket number `iteration` of Hyperband as HpBandSter runs it. Brackets start from ever larger budgets and then begin
 * again. The first rung has floor(S / (s + 1)) * eta^s trials, s + 1 being the rungs of this bracket and S those of the
 * largest; the Hyperband paper (Li et al. 2018, algorithm 1) rounds S * eta^s / (s + 1) up, which gives more.
 */
export function hyperbandRungs(iteration: number, options: RungOptions): readonly Rung[] {
  const epochs = rungEpochs(options);
  const rungs = epochs.length - (iteration % epochs.length);
  let first = Math.floor(epochs.length / rungs);
  for (let s = 1; s < rungs; s += 1) first *= options.eta;
  return sized(first, epochs.slice(-rungs), options.eta);
}

/** Trials in the first so many brackets, none of which crashes. */
export const trialsInBrackets = (brackets: number, options: RungOptions): number =>
  Array.from({ length: brackets }, (_, iteration) => hyperbandRungs(iteration, options))
    .flat()
    .reduce((sum, { size }) => sum + size, 0);

function sized(first: number, epochs: readonly number[], eta: number): readonly Rung[] {
  let scale = 1;
  return epochs.map((budget) => {
    const size = Math.max(1, Math.floor(first / scale));
    scale *= eta;
    return { epochs: budget, size };
  });
}

function expectRungs({ eta, minEpochs, maxEpochs }: RungOptions): void {
  if (!(eta > 1)) throw new TypeError(`Expected \`eta\` to be more than 1, got \`${eta}\``);
  if (!(minEpochs >= 1 && maxEpochs >= minEpochs)) {
    throw new TypeError(`Expected 1 <= minEpochs <= maxEpochs, got \`${minEpochs}\` and \`${maxEpochs}\``);
  }
}
