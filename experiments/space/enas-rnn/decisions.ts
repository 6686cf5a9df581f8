/** A cell as the decisions of the controller: for each node the state it reads, then its activation. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { type ConfigSpace, categorical, expectConfiguration } from '../config-space.ts';
import { nodeActivations } from '../darts-rnn/activations.ts';
import type { RnnNode } from '../darts-rnn/genotype.ts';
import type { WithDecisionFields } from '../decision-fields.ts';
import { genotypeOf } from './genotype.ts';

type Decisions = ConfigSpace<RnnGenotype> & WithDecisionFields;

export const decisionsOf = ({ recurrent }: RnnGenotype): readonly number[] =>
  recurrent.flatMap(([activation, predecessor]) => [
    predecessor,
    (nodeActivations as readonly string[]).indexOf(activation),
  ]);

export function enasRnnConfig(nodes: number): Decisions {
  const space: Decisions = {
    name: 'enas-rnn',
    parameters: Array.from({ length: nodes }, (_, node) => [
      categorical(`${node}_predecessor`, node + 1),
      categorical(`${node}_activation`, nodeActivations.length),
    ]).flat(),
    fields: Array.from({ length: nodes }, () => ['predecessor', 'activation']).flat(),
    decode(decisions) {
      expectConfiguration(space, decisions);
      return genotypeOf(
        Array.from({ length: nodes }, (_, node): RnnNode => {
          const [predecessor = 0, activation = 0] = decisions.slice(2 * node, 2 * node + 2);
          return [nodeActivations[activation] ?? 'none', predecessor];
        }),
      );
    },
  };
  return space;
}
