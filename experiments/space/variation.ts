/** Random configurations, random changes of one parameter, and all such changes. */
import type { Draws } from '../rng/draws.ts';
import {
  type ConfigSpace,
  type Configuration,
  listedValues,
  type Parameter,
  sampleConfiguration,
  sampleParameter,
  valueCount,
} from './config-space.ts';

/** The part of a search space that sampling methods need. */
export interface Sampler<A> {
  sample(draws: Draws): A;
}

/** The part that evolution needs. */
export interface Variation<A> extends Sampler<A> {
  /** A random child of an architecture. */
  mutate(architecture: A, draws: Draws): A;
}

/** The part that local search needs. */
export interface Neighbourhood<A> extends Sampler<A> {
  neighbours(architecture: A): readonly A[];
  /** Equal exactly for architectures that need not be measured twice. */
  id(architecture: A): string;
}

/** A space as methods see it. */
export interface SearchedSpace<A> {
  readonly variation: Variation<A>;
  /** The same architectures as independent parameters. */
  readonly config: ConfigSpace<A>;
}

/**
 * The mutation of nas_benchmarks: one parameter, drawn uniformly, takes another value, drawn uniformly. Configurations
 * that are no architecture occur. @throws TypeError when no parameter has two values
 */
export function oneParameterChanges(space: ConfigSpace<unknown>): Variation<Configuration> {
  const open = space.parameters.flatMap((parameter, i) => (valueCount(parameter) > 1 ? [i] : []));
  if (open.length === 0) throw new TypeError(`Expected ${space.name} to have a parameter with two values`);
  return {
    sample: (draws) => sampleConfiguration(space, draws),
    mutate(configuration, draws) {
      const at = draws.pick(open);
      const other = otherValue(space.parameters[at] as Parameter, configuration[at] as number, draws);
      return configuration.with(at, other);
    },
  };
}

function otherValue(parameter: Parameter, value: number, draws: Draws): number {
  if (parameter.kind === 'categorical') {
    const other = draws.below(parameter.choices - 1);
    return other >= value ? other + 1 : other;
  }
  for (;;) {
    const other = sampleParameter(parameter, draws);
    if (other !== value) return other;
  }
}

/**
 * The configurations that differ in one parameter and are another architecture, invalid ones left out: any other
 * choice, the next smaller and larger integer, the next smaller and larger of some values of a float.
 */
export function neighbourhood(space: ConfigSpace<unknown>): Neighbourhood<Configuration> {
  const isValid = (configuration: Configuration): boolean => space.isValid?.(configuration) ?? true;
  const id = (configuration: Configuration): string => space.id?.(configuration) ?? configuration.join(',');
  return {
    sample(draws) {
      for (;;) {
        const configuration = sampleConfiguration(space, draws);
        if (isValid(configuration)) return configuration;
      }
    },
    neighbours(configuration) {
      const changed = space.parameters
        .flatMap((parameter, i) =>
          otherValues(parameter, configuration[i] as number).map((value) => configuration.with(i, value)),
        )
        .filter(isValid);
      return space.id ? others(configuration, changed, id) : changed;
    },
    id,
  };
}

/** Each architecture once, and not the one that was changed. */
function others(
  configuration: Configuration,
  changed: readonly Configuration[],
  id: (configuration: Configuration) => string,
): readonly Configuration[] {
  const seen = new Set([id(configuration)]);
  return changed.filter((other) => {
    const isNew = !seen.has(id(other));
    seen.add(id(other));
    return isNew;
  });
}

function otherValues(parameter: Parameter, value: number): readonly number[] {
  if (parameter.kind === 'categorical') {
    return Array.from({ length: parameter.choices }, (_, choice) => choice).filter(
      (choice) => choice !== value,
    );
  }
  if (parameter.kind === 'float') {
    const values = listedValues(parameter);
    const next = [values.findLast((other) => other < value), values.find((other) => other > value)];
    return next.filter((other) => other !== undefined);
  }
  return [value - 1, value + 1].filter((other) => other >= parameter.low && other <= parameter.high);
}
