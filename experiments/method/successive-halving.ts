/** Successive halving (Jamieson and Talwalkar, AISTATS 2016) as a method of its own: one bracket of Hyperband. */
import { count } from '../../schemas/setting.ts';
import { successiveHalving } from './hyperband.ts';
import { defineBlackBox } from './module.ts';
import { rungEpochs } from './rungs.ts';
import { budget, halving, tinyHalving } from './settings.ts';

export const method = defineBlackBox({
  kind: 'successive-halving',
  description: 'Successive halving: one in eta goes on to eta times the epochs.',
  source: 'Jamieson and Talwalkar 2016, section 2',
  settings: {
    ...budget,
    ...halving,
    configurations: count('Configurations', 'Architectures of the lowest rung.'),
  },
  example: { minEpochs: 4, maxEpochs: 108, configurations: 27 },
  tiny: { 'successive-halving': { ...tinyHalving, configurations: 2 } },
  trialEpochs: rungEpochs,
  propose: (settings, { variation }, { key }) => successiveHalving(variation, { ...settings, key }),
});
