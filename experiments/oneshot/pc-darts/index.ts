/** PC-DARTS: DARTS on part of the channels. */
import { searches } from '../../registry/pc-darts-searches.ts';
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { imageSearchExample, tinyArchitectureSteps } from '../settings.ts';
import { settings } from './settings.ts';

export const method = defineWeightSharing({
  kind: 'pc-darts',
  description:
    'PC-DARTS: one in K channels is searched, and the edges of a node are weighted against each other.',
  source: 'Xu et al. 2020, section 3',
  tasks: {
    'image-classification': {
      settings,
      searches,
      example: { ...imageSearchExample, batchSize: 256 },
      tiny: { 'pc-darts': { ...tinyArchitectureSteps, warmUpEpochs: 0, partialChannels: 2 } },
    },
  },
});
