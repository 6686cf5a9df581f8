/** ENAS on its macro space. */
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { tinyEnas } from '../enas-search/settings.ts';
import { imageSearchExample } from '../settings.ts';
import { settings } from './settings.ts';

export const method = defineWeightSharing({
  kind: 'enas-macro',
  description:
    'ENAS on whole networks: a recurrent controller draws the operation and the skip connections of every layer, and is trained by REINFORCE on what the shared weights make of them.',
  source: 'Pham et al. 2018, sections 2.2 and 2.3',
  tasks: {
    'image-classification': {
      settings,
      searches: { 'enas-macro': () => import('./search.ts') },
      example: { ...imageSearchExample, epochs: 310, batchSize: 128, initialChannels: 36, layers: 12 },
      tiny: { 'enas-macro': tinyEnas },
    },
  },
});
