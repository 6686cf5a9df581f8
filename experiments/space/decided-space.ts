/** Spaces whose architectures are lists of decisions, some of which may be the same network. */
import type { Sha256 } from '../../schemas/ids.ts';
import { type ConfigSpace, type Configuration, sampleConfiguration } from './config-space.ts';
import type { CountedSpace } from './search-space.ts';
import { oneParameterChanges } from './variation.ts';

export interface Decided<A> {
  readonly config: ConfigSpace<A>;
  readonly count: bigint;
  /** One list of decisions that stands for the architecture. */
  decisionsOf(architecture: A): Configuration;
  validate(value: unknown): readonly string[];
  id(architecture: A): Sha256;
}

/**
 * Samples are uniform over the decisions, so that a network which can be written in more ways is drawn more often. A mutation
 * changes one decision, and is drawn again as long as it makes the same network.
 */
export function decidedSpace<A>({ config, count, decisionsOf, validate, id }: Decided<A>): CountedSpace<A> {
  const changes = oneParameterChanges(config);
  return {
    name: config.name,
    count,
    sample: (draws) => config.decode(sampleConfiguration(config, draws)),
    mutate(architecture, draws) {
      const before = id(architecture);
      for (;;) {
        const mutant = config.decode(changes.mutate(decisionsOf(architecture), draws));
        if (id(mutant) !== before) return mutant;
      }
    },
    encode: decisionsOf,
    decode: config.decode,
    validate,
    id,
  };
}
