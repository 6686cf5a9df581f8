/**
 * TPE (Bergstra et al., NIPS 2011, section 4) as hyperopt runs it: for each parameter on its own, the value that is
 * likeliest among the good trials as compared with the others, out of some drawn from the good ones' density.
 */
import { log } from '../../schemas/exact-math.ts';
import { count, number } from '../../schemas/setting.ts';
import { type Draws, draws } from '../rng/draws.ts';
import { split } from '../rng/key.ts';
import {
  bounds,
  type CategoricalParameter,
  type ConfigSpace,
  type Configuration,
  fromScale,
  type NumericParameter,
  type Parameter,
  sampleConfiguration,
  toScale,
} from '../space/config-space.ts';
import type { BlackBoxMethod, ScoredTrial } from './black-box-method.ts';
import { decoded } from './decoded.ts';
import { drawFrom } from './draw-from.ts';
import { compareTrials, isCrashed, Ledger } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import {
  adaptiveParzen,
  categoricalDensity,
  drawMixture,
  logDensity,
  logMass,
  type Mixture,
} from './parzen.ts';
import type { SingleFidelityOptions } from './random.ts';
import { budget, tinyBudget } from './settings.ts';

export const method = defineBlackBox({
  kind: 'tpe',
  description: 'Tree-structured Parzen estimator: proposes what is likeliest among the good trials.',
  source: 'Bergstra et al. 2011, section 4',
  settings: {
    ...budget,
    startUpTrials: count('Start-up trials', 'Random trials before the model is used.', { default: 20 }),
    gamma: number('Gamma', 'Share of good observations, times the root of their number.', {
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.25,
    }),
    candidates: count('Candidates', 'Draws of which the best is proposed.', { default: 24 }),
  },
  example: { evaluations: 500 },
  tiny: { tpe: { ...tinyBudget, startUpTrials: 2, candidates: 4 } },
  propose: (settings, { config }, options) => decoded(tpe(config, { ...settings, ...options }), config),
});

export interface TpeOptions extends SingleFidelityOptions {
  /** Trials that are random. */
  readonly startUpTrials: number;
  /** The best ceil(gamma * sqrt(n)) of n trials are the good ones, 25 at most. */
  readonly gamma: number;
  /** Values that are drawn for each parameter. */
  readonly candidates: number;
}

const maxGood = 25;

export const goodCount = (trials: number, gamma: number): number =>
  Math.min(Math.ceil(gamma * Math.sqrt(trials)), maxGood);

/** Trials that are under way do not count; the order in which scores are told does not matter. */
export function tpe(space: ConfigSpace<unknown>, options: TpeOptions): BlackBoxMethod<Configuration> {
  const trials = split(options.key, 'trial');
  const ledger = new Ledger<Configuration>();
  const scored: ScoredTrial<Configuration>[] = [];
  const propose = (number: number): Configuration => {
    if (number === 0 && space.first) return space.first;
    const source = draws(split(trials, number));
    if (number < options.startUpTrials || scored.length === 0) return sampleConfiguration(space, source);
    const { good, others } = splitTrials(scored, options.gamma);
    return space.parameters.map((parameter, i) => {
      // A parameter learns from the trials that it took part in.
      const valuesOf = (group: typeof good): readonly number[] =>
        group
          .filter(({ architecture }) => space.isActive?.(architecture)[i] ?? true)
          .map(({ architecture }) => architecture[i] as number);
      return bestValue(parameter, valuesOf(good), valuesOf(others), options.candidates, source);
    });
  };
  return {
    ask: () => ledger.open(propose(ledger.asked), options.epochs),
    tell(trial, score) {
      const told = ledger.close(trial, score);
      if (!isCrashed(told)) scored.push(told);
    },
    best: () => ledger.best,
  };
}

/** Both groups in the order of asking, which tells how old an observation is. */
export function splitTrials<A>(
  trials: readonly ScoredTrial<A>[],
  gamma: number,
): { readonly good: readonly ScoredTrial<A>[]; readonly others: readonly ScoredTrial<A>[] } {
  const sorted = trials.toSorted(compareTrials);
  const count = goodCount(trials.length, gamma);
  const byAge = (group: readonly ScoredTrial<A>[]) => group.toSorted((a, b) => a.number - b.number);
  return { good: byAge(sorted.slice(0, count)), others: byAge(sorted.slice(count)) };
}

function bestValue(
  parameter: Parameter,
  good: readonly number[],
  others: readonly number[],
  candidates: number,
  source: Draws,
): number {
  const model =
    parameter.kind === 'categorical'
      ? categoricalModel(parameter, good, others)
      : numericModel(parameter, good, others);
  let best = Number.NaN;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < candidates; i += 1) {
    const value = model.draw(source);
    const gain = model.gain(value);
    if (gain > most || i === 0) [best, most] = [value, gain];
  }
  return best;
}

interface ValueModel {
  /** A value from the density of the good ones. */
  draw(source: Draws): number;
  /** Logarithm of the good ones' density over that of the others. */
  gain(value: number): number;
}

function categoricalModel(
  { choices }: CategoricalParameter,
  good: readonly number[],
  others: readonly number[],
): ValueModel {
  const below = categoricalDensity(good, choices);
  const above = categoricalDensity(others, choices);
  return {
    draw: (source) => drawFrom(below, source),
    gain: (value) => log(below[value] ?? Number.NaN) - log(above[value] ?? Number.NaN),
  };
}

/** On a logarithmic scale both densities change by the same factor, which their ratio does not see. */
function numericModel(
  parameter: NumericParameter,
  good: readonly number[],
  others: readonly number[],
): ValueModel {
  const [low, high] = bounds(parameter);
  const mixtureOf = (values: readonly number[]): Mixture =>
    adaptiveParzen(
      values.map((value) => toScale(parameter, value)),
      low,
      high,
    );
  const [below, above] = [mixtureOf(good), mixtureOf(others)];
  const evidence = (mixture: Mixture, value: number): number =>
    parameter.kind === 'integer'
      ? logMass(mixture, toScale(parameter, value - 0.5), toScale(parameter, value + 0.5))
      : logDensity(mixture, toScale(parameter, value));
  return {
    draw: (source) => fromScale(parameter, drawMixture(below, source)),
    gain: (value) => evidence(below, value) - evidence(above, value),
  };
}
