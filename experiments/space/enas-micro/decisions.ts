/**
 * A pair of cells as the decisions of the controller, four for each node: two nodes, then two operations. The normal cell comes
 * first. Source: Pham et al. 2018, section 2.4 and figure 5.
 */
import type { ConfigSpace } from '../config-space.ts';
import { categorical, expectConfiguration, type Parameter } from '../config-space.ts';
import type { WithDecisionFields } from '../decision-fields.ts';
import type { Node } from './cell.ts';
import { cellKinds, type MicroGenotype } from './genotype.ts';
import { operations } from './operations.ts';

/** Of the decisions about a node; both are alike. */
const nodeFields = ['node', 'node', 'operation', 'operation'] as const;
const perNode = nodeFields.length;

export const decisionsOf = (genotype: MicroGenotype): readonly number[] =>
  cellKinds.flatMap((kind) =>
    genotype[kind].flatMap(([[first, from], [second, other]]) => [
      ...[from, other],
      ...[operations.indexOf(first), operations.indexOf(second)],
    ]),
  );

type Decisions = ConfigSpace<MicroGenotype> & WithDecisionFields;

/** @param nodes of either cell, besides its two inputs */
export function microConfig(nodes: number): Decisions {
  const space: Decisions = {
    name: 'enas-micro',
    parameters: cellKinds.flatMap((kind) =>
      Array.from({ length: nodes }, (_, i) => nodeDecisions(`${kind}_${i}`, i)).flat(),
    ),
    fields: Array.from({ length: 2 * nodes }, () => nodeFields).flat(),
    decode(decisions) {
      expectConfiguration(space, decisions);
      const all = Array.from({ length: decisions.length / perNode }, (_, i) =>
        nodeOf(decisions.slice(perNode * i, perNode * (i + 1))),
      );
      return { normal: all.slice(0, nodes), reduce: all.slice(nodes) };
    },
  };
  return space;
}

const nodeDecisions = (name: string, i: number): readonly Parameter[] => [
  categorical(`${name}_node_1`, i + 2),
  categorical(`${name}_node_2`, i + 2),
  categorical(`${name}_operation_1`, operations.length),
  categorical(`${name}_operation_2`, operations.length),
];

/** @param decisions two nodes, then two operations */
export function nodeOf([from = 0, other = 0, first = 0, second = 0]: readonly number[]): Node {
  const operation = (index: number) => operations[index] ?? 'identity';
  return [
    [operation(first), from],
    [operation(second), other],
  ];
}
