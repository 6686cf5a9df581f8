/** Random search with weight sharing. */
import { searches } from '../../registry/random-ws-searches.ts';
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { imageSearchExample, textSearchExample, tinyImageSearch, tinyTextSearch } from '../settings.ts';
import { imageSettings, textSettings } from './settings.ts';

const { 'darts-rnn': text, ...images } = searches;
const tinyImages = { ...tinyImageSearch, evaluated: 4, scoringBatches: 2, rescored: 2 };

export const method = defineWeightSharing({
  kind: 'random-ws',
  description:
    'Random search with weight sharing: shared weights are trained on one random architecture a step, then random architectures are scored with them.',
  source: 'Li and Talwalkar 2019, section 3',
  tasks: {
    'image-classification': {
      settings: imageSettings,
      searches: images,
      example: { ...imageSearchExample, epochs: 150, gradientClip: 1, initialChannels: 24, evaluated: 5000 },
      tiny: {
        'random-ws': { ...tinyImages, inactiveOperations: 'skip' },
        'random-ws with all operations running': { ...tinyImages, inactiveOperations: 'run' },
      },
    },
    'language-modelling': {
      settings: textSettings,
      searches: { 'darts-rnn': text },
      example: { ...textSearchExample, evaluated: 2000 },
      tiny: { 'random-ws': { ...tinyTextSearch, evaluated: 2, scoringBatchSize: 512 } },
    },
  },
});
