/**
 * A cell as the decisions of the controller, five for each block: two states, two operations, a combination. The normal
 * cell comes first. Source: Zoph et al. 2018, section 3 and figure 2: 2 x 5B predictions.
 */
import type { ConfigSpace } from '../config-space.ts';
import { categorical, expectConfiguration, type Parameter } from '../config-space.ts';
import type { WithDecisionFields } from '../decision-fields.ts';
import type { Block } from './cell.ts';
import { cellKinds, genotypeOf, type NasnetGenotype } from './genotype.ts';
import { combinations, operations } from './operations.ts';

/** Of the decisions of a block; both states of a block are about the same. */
const blockFields = ['state', 'state', 'operation', 'operation', 'combination'] as const;
const perBlock = blockFields.length;

export const decisionsOf = (genotype: NasnetGenotype): readonly number[] =>
  cellKinds.flatMap((kind) =>
    genotype[kind].flatMap(({ inputs: [[first, firstState], [second, secondState]], combine }) => [
      ...[firstState, secondState],
      ...[operations.indexOf(first), operations.indexOf(second)],
      combinations.indexOf(combine),
    ]),
  );

type Decisions = ConfigSpace<NasnetGenotype> & WithDecisionFields;

export function nasnetConfig(blocks: number): Decisions {
  const space: Decisions = {
    name: 'nasnet',
    parameters: cellKinds.flatMap((kind) =>
      Array.from({ length: blocks }, (_, b) => blockDecisions(`${kind}_${b}`, b)).flat(),
    ),
    fields: Array.from({ length: 2 * blocks }, () => blockFields).flat(),
    decode(decisions) {
      expectConfiguration(space, decisions);
      const all = Array.from({ length: decisions.length / perBlock }, (_, b) =>
        blockOf(decisions.slice(perBlock * b, perBlock * (b + 1))),
      );
      return genotypeOf(all.slice(0, blocks), all.slice(blocks));
    },
  };
  return space;
}

const blockDecisions = (name: string, b: number): readonly Parameter[] => [
  categorical(`${name}_state_1`, b + 2),
  categorical(`${name}_state_2`, b + 2),
  categorical(`${name}_operation_1`, operations.length),
  categorical(`${name}_operation_2`, operations.length),
  categorical(`${name}_combination`, combinations.length),
];

function blockOf([
  state1 = 0,
  state2 = 0,
  operation1 = 0,
  operation2 = 0,
  combination = 0,
]: readonly number[]): Block {
  const operation = (index: number) => operations[index] ?? 'identity';
  return {
    inputs: [
      [operation(operation1), state1],
      [operation(operation2), state2],
    ],
    combine: combinations[combination] ?? 'add',
  };
}
