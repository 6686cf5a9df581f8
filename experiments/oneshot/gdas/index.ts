/** GDAS: one operation for each edge, drawn at every step. */
import { searches } from '../../registry/gdas-searches.ts';
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { imageSearchExample, tinyArchitectureSteps } from '../settings.ts';
import { settings } from './settings.ts';

export const method = defineWeightSharing({
  kind: 'gdas',
  description:
    'GDAS: each step runs one operation for each edge, drawn by a straight-through Gumbel softmax whose temperature falls.',
  source: 'Dong and Yang 2019, section 3',
  tasks: {
    'image-classification': {
      settings,
      searches,
      example: { ...imageSearchExample, epochs: 250, batchSize: 256, layers: 6, nesterov: true },
      tiny: { gdas: tinyArchitectureSteps },
    },
  },
});
