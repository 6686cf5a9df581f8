/** Recurrent cells as independent parameters, in the order of the space's `encode`: every configuration is a cell. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { type ConfigSpace, categorical, expectConfiguration } from '../config-space.ts';
import { nodeActivations, steps } from './activations.ts';
import { dartsRnn } from './space.ts';

export const dartsRnnConfig: ConfigSpace<RnnGenotype> = {
  name: dartsRnn.name,
  parameters: Array.from({ length: steps }, (_, node) => [
    categorical(`${node}_activation`, nodeActivations.length),
    categorical(`${node}_predecessor`, node + 1),
  ]).flat(),
  decode(configuration) {
    expectConfiguration(dartsRnnConfig, configuration);
    return dartsRnn.decode(configuration);
  },
};
