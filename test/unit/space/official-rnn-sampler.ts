/**
 * The recurrent sampler of the released code of Li and Talwalkar 2019, on numpy's random numbers: for each node an
 * activation other than `none`, then a predecessor. It replays published runs; `dartsRnn.sample` draws from the same
 * distribution. Their training draws one uniform number for each block of text from the same generator.
 */

import { nodeActivations, steps } from '../../../experiments/space/darts-rnn/activations.ts';
import {
  type RnnGenotype,
  type RnnNode,
  rnnGenotypeOf,
} from '../../../experiments/space/darts-rnn/genotype.ts';
import type { NumpyRandomState } from '../../util/numpy-legacy.ts';

export function sampleRnnOfficially(random: NumpyRandomState): RnnGenotype {
  return rnnGenotypeOf(
    Array.from({ length: steps }, (_, node): RnnNode => {
      const activation = nodeActivations[random.below(nodeActivations.length)] ?? 'none';
      return [activation, random.below(node + 1)];
    }),
  );
}
