/**
 * A space described by independent parameters, for methods that model each of them (TPE, BOHB, REINFORCE) or
 * change one at a time (evolution, local search).
 */
import { exp, log } from '../../schemas/exact-math.ts';
import type { Draws } from '../rng/draws.ts';

/** Choices without an order, written as integers from 0. */
export interface CategoricalParameter {
  readonly kind: 'categorical';
  readonly name: string;
  readonly choices: number;
}

/** A number in [low, high], uniform itself or, if `log`, in its logarithm. */
export interface NumericParameter {
  readonly kind: 'integer' | 'float';
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

export type Parameter = CategoricalParameter | NumericParameter;

/** A value for each parameter: the number of a choice, or the number itself. */
export type Configuration = readonly number[];

export interface ConfigSpace<A> {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** What a configuration stands for. @throws TypeError for another number of values */
  decode(configuration: Configuration): A;
  /** Absent when every configuration is an architecture of the space. */
  isValid?(configuration: Configuration): boolean;
  /** Which parameters take part, where others decide about that; absent when all always do. */
  isActive?(configuration: Configuration): readonly boolean[];
  /** Equal for configurations of one architecture; absent when each is its own. */
  id?(configuration: Configuration): string;
  /** Proposed before anything is drawn, where the study did so. */
  readonly first?: Configuration;
}

export const categorical = (name: string, choices: number): CategoricalParameter => ({
  kind: 'categorical',
  name,
  choices,
});

export const numeric = (
  kind: NumericParameter['kind'],
  name: string,
  [low, high]: readonly [number, number],
  scale: 'linear' | 'log' = 'linear',
): NumericParameter => ({ kind, name, low, high, log: scale === 'log' });

export const sampleConfiguration = (space: ConfigSpace<unknown>, draws: Draws): Configuration =>
  space.parameters.map((parameter) => sampleParameter(parameter, draws));

export const sampleParameter = (parameter: Parameter, draws: Draws): number =>
  parameter.kind === 'categorical' ? draws.below(parameter.choices) : fromUnit(parameter, draws.uniform());

/** The ends of a numeric parameter on the scale on which it is uniform; an integer reaches half a step further. */
export function bounds({ kind, low, high, log: isLog }: NumericParameter): readonly [number, number] {
  const step = kind === 'integer' ? 0.5 : 0;
  return isLog ? [log(low - step), log(high + step)] : [low - step, high + step];
}

/** The value at a place on the scale of `bounds`. */
export function fromScale(parameter: NumericParameter, place: number): number {
  const value = parameter.log ? exp(place) : place;
  const rounded = parameter.kind === 'integer' ? Math.floor(value + 0.5) : value;
  return Math.min(parameter.high, Math.max(parameter.low, rounded));
}

/** The place of a value on the scale of `bounds`. */
export const toScale = (parameter: NumericParameter, value: number): number =>
  parameter.log ? log(value) : value;

/** The value at a share of the parameter's range, in [0, 1]. */
export function fromUnit(parameter: NumericParameter, share: number): number {
  const [low, high] = bounds(parameter);
  return fromScale(parameter, low + share * (high - low));
}

/** The inverse of `fromUnit`. */
export function toUnit(parameter: NumericParameter, value: number): number {
  const [low, high] = bounds(parameter);
  return (toScale(parameter, value) - low) / (high - low);
}

/** How many values a parameter can have; infinitely many for a float. */
export function valueCount(parameter: Parameter): number {
  if (parameter.kind === 'categorical') return parameter.choices;
  return parameter.kind === 'integer' ? parameter.high - parameter.low + 1 : Number.POSITIVE_INFINITY;
}

/** A float, and a range of more integers than these, is `gridSize` values to methods that need a list of them. */
const mostListed = 1_000;
const gridSize = 33;

/** The values of a parameter, rising: all of them, or some that are evenly spaced on its scale. */
export function listedValues(parameter: Parameter): readonly number[] {
  const count = valueCount(parameter);
  if (parameter.kind === 'categorical') return Array.from({ length: count }, (_, choice) => choice);
  if (count <= mostListed) return Array.from({ length: count }, (_, i) => parameter.low + i);
  return Array.from({ length: gridSize }, (_, i) => fromUnit(parameter, i / (gridSize - 1)));
}

/** @throws TypeError when the configuration has not one value in its range for each parameter */
export function expectConfiguration(space: ConfigSpace<unknown>, configuration: Configuration): void {
  const isRight =
    configuration.length === space.parameters.length &&
    space.parameters.every((parameter, i) => isInRange(parameter, configuration[i] ?? Number.NaN));
  if (!isRight) {
    throw new TypeError(
      `Expected a configuration of ${space.name} with ${space.parameters.length} values in their ranges, ` +
        `got [${configuration.join(', ')}]`,
    );
  }
}

export function isInRange(parameter: Parameter, value: number): boolean {
  if (parameter.kind === 'categorical') {
    return Number.isInteger(value) && value >= 0 && value < parameter.choices;
  }
  const isWhole = parameter.kind === 'float' || Number.isInteger(value);
  return isWhole && value >= parameter.low && value <= parameter.high;
}
