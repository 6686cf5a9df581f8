/**
 * A cell as the decisions of the controller: combination and activation of each node, leaves first, then of the entry of
 * the memory, then the two indices. Source: Zoph and Le 2017, section 3.4 and figure 5.
 */
import { type ConfigSpace, categorical, expectConfiguration, type Parameter } from '../config-space.ts';
import type { WithDecisionFields } from '../decision-fields.ts';
import type { Joint, NasRnnGenotype } from './cell.ts';
import { nodeCount } from './tree.ts';
import type { Words } from './words.ts';

type Decisions = ConfigSpace<NasRnnGenotype> & WithDecisionFields;

export function decisionsOf(
  { nodes, inject, cell_indices }: NasRnnGenotype,
  words: Words,
): readonly number[] {
  const joints = [...nodes, inject].flatMap(([combination, activation]) => [
    words.combinations.indexOf(combination),
    words.activations.indexOf(activation),
  ]);
  return [...joints, ...cell_indices];
}

/** @param name of the space */
export function nasRnnConfig(name: string, words: Words, base: number): Decisions {
  const count = nodeCount(base);
  const joint = (place: string): readonly Parameter[] => [
    categorical(`${place}_combination`, words.combinations.length),
    categorical(`${place}_activation`, words.activations.length),
  ];
  const jointAt = (decisions: readonly number[], at: number): Joint => [
    words.combinations[decisions[2 * at] ?? 0] ?? 'add',
    words.activations[decisions[2 * at + 1] ?? 0] ?? 'identity',
  ];
  const space: Decisions = {
    name,
    parameters: [
      ...Array.from({ length: count }, (_, node) => joint(`node_${node}`)).flat(),
      ...joint('inject'),
      categorical('memory_output', count),
      categorical('memory_input', count),
    ],
    fields: [
      ...Array.from({ length: count + 1 }, () => ['combination', 'activation']).flat(),
      ...['index', 'index'],
    ],
    decode(decisions) {
      expectConfiguration(space, decisions);
      const [output = 0, input = 0] = decisions.slice(-2);
      return {
        nodes: Array.from({ length: count }, (_, node) => jointAt(decisions, node)),
        inject: jointAt(decisions, count),
        cell_indices: [output, input],
      };
    },
  };
  return space;
}
