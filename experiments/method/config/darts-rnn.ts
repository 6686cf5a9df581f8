/** Recurrent cells as independent parameters, in the order of the space's `encode`: activation and predecessor of each node. */
import { nodeActivations, steps } from '../../space/darts-rnn/activations.ts';
import type { RnnGenotype } from '../../space/darts-rnn/genotype.ts';
import { dartsRnn } from '../../space/darts-rnn/space.ts';
import { type ConfigSpace, categorical, expectConfiguration } from './config-space.ts';

export const dartsRnnConfig: ConfigSpace<RnnGenotype> = {
  name: dartsRnn.name,
  parameters: Array.from({ length: steps }, (_, node) => [
    categorical(`activation_${node}`, nodeActivations.length),
    categorical(`predecessor_${node}`, node + 1),
  ]).flat(),
  decode(configuration) {
    expectConfiguration(dartsRnnConfig, configuration);
    return dartsRnn.decode(configuration);
  },
};
