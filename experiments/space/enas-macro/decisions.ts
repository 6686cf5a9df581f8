/**
 * An architecture as the decisions of the controller: for each layer its operation, then a yes or no for every map that it
 * may skip from. Source: Pham et al. 2018, section 2.3.
 */
import type { ConfigSpace } from '../config-space.ts';
import { categorical, expectConfiguration, type Parameter } from '../config-space.ts';
import type { WithDecisionFields } from '../decision-fields.ts';
import type { MacroGenotype, MacroLayer } from './genotype.ts';
import { operations } from './operations.ts';

export const decisionsOf = ({ layers }: MacroGenotype): readonly number[] =>
  layers.flatMap(({ operation, skips }, i) => [
    operations.indexOf(operation),
    ...Array.from({ length: i }, (_, map) => (skips.includes(map) ? 1 : 0)),
  ]);

type Decisions = ConfigSpace<MacroGenotype> & WithDecisionFields;

export function macroConfig(layers: number): Decisions {
  const space: Decisions = {
    name: 'enas-macro',
    parameters: Array.from({ length: layers }, (_, i) => layerDecisions(i)).flat(),
    fields: Array.from({ length: layers }, (_, i) => ['operation', ...Array<string>(i).fill('skip')]).flat(),
    decode(decisions) {
      expectConfiguration(space, decisions);
      let at = 0;
      return {
        layers: Array.from({ length: layers }, (_, i): MacroLayer => {
          const [operation = 0, ...bits] = decisions.slice(at, at + 1 + i);
          at += 1 + i;
          return layerOf(operation, bits);
        }),
      };
    },
  };
  return space;
}

/** @param bits one for each map, the stem's first: 1 where the layer skips from it */
export const layerOf = (operation: number, bits: readonly number[]): MacroLayer => ({
  operation: operations[operation] ?? 'conv_3x3',
  skips: bits.flatMap((bit, map) => (bit === 1 ? [map] : [])),
});

const layerDecisions = (i: number): readonly Parameter[] => [
  categorical(`layer_${i}_operation`, operations.length),
  ...Array.from({ length: i }, (_, map) => categorical(`layer_${i}_skip_${map}`, 2)),
];
