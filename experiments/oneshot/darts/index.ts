/** DARTS: a relaxed architecture whose weights descend along the validation loss. */
import { searches } from '../../registry/darts-searches.ts';
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { imageSearchExample, textSearchExample, tinyArchitectureSteps, tinyTextSearch } from '../settings.ts';
import { imageSettings, textSettings } from './settings.ts';

const { 'darts-rnn': text, ...images } = searches;

export const method = defineWeightSharing({
  kind: 'darts',
  description:
    'DARTS: steps on the weights of a relaxed architecture, on validation examples, alternate with steps on the weights of the network, on training examples.',
  source: 'Liu et al. 2019, section 2',
  tasks: {
    'image-classification': {
      settings: imageSettings,
      searches: images,
      example: { ...imageSearchExample, order: 'second' },
      tiny: {
        'first-order darts': { ...tinyArchitectureSteps, order: 'first' },
        'second-order darts': { ...tinyArchitectureSteps, order: 'second' },
      },
    },
    'language-modelling': {
      settings: textSettings,
      searches: { 'darts-rnn': text },
      example: { ...textSearchExample, order: 'second' },
      tiny: {
        'first-order darts': { ...tinyTextSearch, order: 'first' },
        'second-order darts': { ...tinyTextSearch, order: 'second' },
      },
    },
  },
});
