/** ENAS on its micro space. */
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { tinyEnas } from '../enas-search/settings.ts';
import { imageSearchExample } from '../settings.ts';
import { settings } from './settings.ts';

export const method = defineWeightSharing({
  kind: 'enas-micro',
  description:
    'ENAS on cells: a recurrent controller draws a normal and a reduction cell, and is trained by REINFORCE on what the shared weights make of them.',
  source: 'Pham et al. 2018, sections 2.2 and 2.4',
  tasks: {
    'image-classification': {
      settings,
      searches: { 'enas-micro': () => import('./search.ts') },
      example: { ...imageSearchExample, epochs: 150, batchSize: 160, initialChannels: 20, layers: 6 },
      tiny: { 'enas-micro': tinyEnas },
    },
  },
});
