/**
 * The search space of convolutional networks of Zoph and Le 2017, section 4.1. Random search draws every decision
 * uniformly, the number of layers first.
 */
import type { Draws } from '../../rng/draws.ts';
import { type Configuration, type Parameter, sampleConfiguration } from '../config-space.ts';
import type { SearchSpace } from '../search-space.ts';
import { type NasConvDecisions, nasConvConfig } from './decisions.ts';
import type { NasConvForm } from './form.ts';
import { type ConvGenotype, genotypeId, genotypeProblems } from './genotype.ts';

/** All but its size, which takes a while to count. */
export function nasConv(
  form: NasConvForm,
  config: NasConvDecisions = nasConvConfig(form),
): Omit<SearchSpace<ConvGenotype>, 'count'> {
  return {
    name: form.name,
    sample: (draws) => config.decode(sampleConfiguration(config, draws)),
    mutate(genotype, draws) {
      const before = genotypeId(form, genotype);
      for (;;) {
        // Another decision can be the same network, with its layers in another order.
        const mutant = config.decode(changed(config, config.encode(genotype), draws));
        if (genotypeId(form, mutant) !== before) return mutant;
      }
    },
    encode: config.encode,
    decode: config.decode,
    validate: (value) => genotypeProblems(form, value),
    id: (genotype) => genotypeId(form, genotype),
  };
}

/** One decision that takes part is another. Layers that come to it are drawn. */
function changed(config: NasConvDecisions, configuration: Configuration, draws: Draws): Configuration {
  const active = config.isActive(configuration);
  const at = draws.pick(active.flatMap((isActive, i) => (isActive ? [i] : [])));
  const value = configuration[at] ?? 0;
  const other = draws.below(choicesOf(config.parameters[at]) - 1);
  const mutant = configuration.with(at, other >= value ? other + 1 : other);
  const drawn = sampleConfiguration(config, draws);
  return config.isActive(mutant).map((isActive, i) => (isActive && !active[i] ? drawn[i] : mutant[i]) ?? 0);
}

const choicesOf = (parameter: Parameter | undefined): number =>
  parameter?.kind === 'categorical' ? parameter.choices : 2;
