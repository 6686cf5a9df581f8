/**
 * BOHB (Falkner, Klein, Hutter, ICML 2018, algorithm 2): Hyperband whose new configurations come from the ratio of two
 * kernel densities, of the good and of the bad results on the largest budget that has enough of them. Details and
 * defaults are HpBandSter's.
 */

import { type Draws, draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import {
  type ConfigSpace,
  type Configuration,
  fromUnit,
  type Parameter,
  sampleConfiguration,
  toUnit,
} from '../space/config-space.ts';
import type { BlackBoxMethod, ScoredTrial } from './black-box-method.ts';
import { decoded } from './decoded.ts';
import { type HyperbandOptions, inBrackets, type Source } from './hyperband.ts';
import { type KernelDensity, kernelDensity, type Point, type VariableType } from './kernel-density.ts';
import { compareTrials, isCrashed } from './ledger.ts';
import { defineBlackBox } from './module.ts';
import { hyperbandRungs, rungEpochs } from './rungs.ts';
import { budget, densities, halving, tinyHalving } from './settings.ts';

export const method = defineBlackBox({
  kind: 'bohb',
  description: 'BOHB: Hyperband whose configurations come from kernel densities.',
  source: 'Falkner, Klein and Hutter 2018, algorithm 2',
  settings: { ...budget, ...halving, ...densities },
  example: { minEpochs: 4, maxEpochs: 108, simulatedSeconds: 10000000, minBandwidth: 0.3 },
  tiny: { bohb: { ...tinyHalving, samples: 8, minBandwidth: 0.3 } },
  trialEpochs: rungEpochs,
  propose: (settings, { config }, { key }) => decoded(bohb(config, { ...settings, key }), config),
});

export interface BohbModelOptions {
  /** Results that count as good, in percent of all. */
  readonly topPercent: number;
  /** Candidates that are drawn around good results. */
  readonly samples: number;
  /** Share of configurations that stay uniformly random. */
  readonly randomFraction: number;
  /** Candidates come from kernels wider by this factor. */
  readonly bandwidthFactor: number;
  readonly minBandwidth: number;
}

export interface BohbOptions extends HyperbandOptions, BohbModelOptions {}

/** The order in which scores of one rung are told does not matter. */
export function bohb(space: ConfigSpace<unknown>, options: BohbOptions): BlackBoxMethod<Configuration> {
  return inBrackets(
    new ModelSource(space, options, options.key),
    (iteration) => hyperbandRungs(iteration, options),
    options.brackets ?? Number.POSITIVE_INFINITY,
  );
}

/** How many of n sorted results are the good, and how many after them the bad. */
export function splitSizes(
  results: number,
  dimensions: number,
  topPercent: number,
): { readonly good: number; readonly bad: number } {
  const least = dimensions + 1;
  return {
    good: Math.max(least, Math.floor((topPercent * results) / 100)),
    bad: Math.max(least, Math.floor(((100 - topPercent) * results) / 100)),
  };
}

/** Both sets of rows must outnumber the dimensions. */
export const hasModel = (results: number, dimensions: number, topPercent: number): boolean => {
  const { good, bad } = splitSizes(results, dimensions, topPercent);
  return Math.min(good, results) > dimensions && Math.min(bad, results - good) > dimensions;
};

/** Crashed results count as bad, and no model is made that would have to count them as good. */
function canFit(results: readonly ScoredTrial<unknown>[], dimensions: number, topPercent: number): boolean {
  const scored = results.filter((trial) => !isCrashed(trial)).length;
  const { good } = splitSizes(results.length, dimensions, topPercent);
  return hasModel(results.length, dimensions, topPercent) && scored >= good;
}

interface Densities {
  readonly good: KernelDensity;
  readonly bad: KernelDensity;
}

class ModelSource implements Source<Configuration> {
  readonly #space: ConfigSpace<unknown>;
  readonly #options: BohbModelOptions;
  readonly #trials: Key;
  /** Results by budget. */
  readonly #results = new Map<number, ScoredTrial<Configuration>[]>();
  /** Forgotten whenever a result comes in. */
  #model: Densities | undefined;

  constructor(space: ConfigSpace<unknown>, options: BohbModelOptions, key: Key) {
    this.#space = space;
    this.#options = options;
    this.#trials = split(key, 'trial');
  }

  learn(trial: ScoredTrial<Configuration>): void {
    const results = this.#results.get(trial.epochs) ?? [];
    results.push(trial);
    this.#results.set(trial.epochs, results);
    this.#model = undefined;
  }

  propose(number: number): Configuration {
    if (number === 0 && this.#space.first) return this.#space.first;
    const source = draws(split(this.#trials, number));
    const isRandom = source.uniform() < this.#options.randomFraction;
    this.#model ??= isRandom ? undefined : this.#fit();
    const found =
      this.#model && !isRandom
        ? bestCandidate(this.#space.parameters, this.#model, this.#options, source)
        : undefined;
    return found ?? sampleConfiguration(this.#space, source);
  }

  #fit(): Densities | undefined {
    const { topPercent, minBandwidth } = this.#options;
    const dimensions = this.#space.parameters.length;
    const budget = [...this.#results.keys()]
      .sort((a, b) => b - a)
      .find((epochs) => canFit(this.#results.get(epochs) ?? [], dimensions, topPercent));
    const results = budget === undefined ? undefined : this.#results.get(budget);
    if (!results) return undefined;
    const points = results
      .toSorted(compareTrials)
      .map(({ architecture }) => toPoint(this.#space.parameters, architecture));
    const { good, bad } = splitSizes(points.length, dimensions, topPercent);
    const types = this.#space.parameters.map(
      ({ kind }): VariableType => (kind === 'categorical' ? 'u' : 'c'),
    );
    return {
      good: kernelDensity(points.slice(0, good), types, minBandwidth),
      bad: kernelDensity(points.slice(good, good + bad), types, minBandwidth),
    };
  }
}

/** Categories as their numbers, everything else as a share of its range. */
const toPoint = (parameters: readonly Parameter[], configuration: Configuration): Point =>
  configuration.map((value, i) => {
    const parameter = parameters[i] as Parameter;
    return parameter.kind === 'categorical' ? value : toUnit(parameter, value);
  });

/**
 * The candidate with the smallest ratio of bad to good density. One whose bad density is infinite (a category that only
 * the good results have) is taken at once if its good density is finite.
 * @returns undefined when no candidate's ratio is finite
 */
function bestCandidate(
  parameters: readonly Parameter[],
  { good, bad }: Densities,
  options: BohbModelOptions,
  source: Draws,
): Configuration | undefined {
  let best: Point | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < options.samples; i += 1) {
    const point = drawNear(parameters, good, options, source);
    const goodDensity = good.density(point);
    const ratio = Math.max(1e-32, bad.density(point)) / Math.max(goodDensity, 1e-32);
    if (!Number.isFinite(ratio) && Number.isFinite(goodDensity)) return toConfiguration(parameters, point);
    if (ratio < least) [best, least] = [point, ratio];
  }
  return best && toConfiguration(parameters, best);
}

/** A point near a good one: a truncated normal for each number; a category stays or is drawn again from all. */
function drawNear(
  parameters: readonly Parameter[],
  { points, bandwidths }: KernelDensity,
  { bandwidthFactor, minBandwidth }: BohbModelOptions,
  source: Draws,
): Point {
  return source.pick(points).map((centre, i) => {
    const parameter = parameters[i] as Parameter;
    const bandwidth = Math.max(bandwidths[i] as number, minBandwidth);
    if (parameter.kind !== 'categorical') return drawTruncated(centre, bandwidthFactor * bandwidth, source);
    return source.uniform() < 1 - bandwidth ? centre : source.below(parameter.choices);
  });
}

/** A normal number, drawn again until it is in [0, 1]. */
function drawTruncated(mean: number, deviation: number, source: Draws): number {
  for (;;) {
    const value = mean + deviation * source.normal();
    if (value >= 0 && value <= 1) return value;
  }
}

const toConfiguration = (parameters: readonly Parameter[], point: Point): Configuration =>
  point.map((value, i) => {
    const parameter = parameters[i] as Parameter;
    return parameter.kind === 'categorical' ? value : fromUnit(parameter, value);
  });
