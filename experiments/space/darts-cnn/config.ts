/**
 * DARTS genotypes as independent parameters, in the order of the space's `encode`: for each edge its operation and its
 * source. The second source of a node is a number among those that the first left, so that every configuration is a
 * genotype; the two orders of a node's inputs are different configurations of one network.
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import { type ConfigSpace, type Configuration, categorical, expectConfiguration } from '../config-space.ts';
import { cellKinds } from './genotype.ts';
import { nodesPerCell } from './operations.ts';
import { allowedOperations, dartsCnn, type NoneOperation } from './space.ts';

export function dartsCnnConfig(none: NoneOperation): ConfigSpace<CnnGenotype> {
  const genotypes = dartsCnn(none);
  const operations = allowedOperations(none).length;
  const space: ConfigSpace<CnnGenotype> = {
    name: genotypes.name,
    parameters: cellKinds.flatMap((kind) =>
      Array.from({ length: 2 * nodesPerCell }, (_, edge) => [
        categorical(`${kind}_${edge}_operation`, operations),
        categorical(`${kind}_${edge}_source`, Math.floor(edge / 2) + 2 - (edge % 2)),
      ]).flat(),
    ),
    decode(configuration) {
      expectConfiguration(space, configuration);
      return genotypes.decode(withSources(configuration));
    },
  };
  return space;
}

/** Entries 1 and 3 of each four are the sources of one node. */
const withSources = (configuration: Configuration): readonly number[] =>
  configuration.map((value, i) => {
    const first = configuration[i - 2];
    return i % 4 === 3 && first !== undefined && value >= first ? value + 1 : value;
  });
