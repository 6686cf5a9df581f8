/** The method `released`: what `fixed` is for spaces that stand in a registry of their own, so that a new one changes no job. */
import { searches, segmentationSearches, textSearches } from '../registry/released-searches.ts';
import { defineDirect } from '../task/direct-module.ts';
import { directTasks } from '../task/semantic-segmentation/forms.ts';
import { settings } from './fixed-settings.ts';

export const method = defineDirect({
  kind: 'released',
  description:
    'No search: an architecture that was released with a paper. `reprise arch` lists the names of a space.',
  sharesWeights: false,
  asksForTrials: false,
  tasks: {
    'image-classification': {
      settings: { architecture: { ...settings.architecture, examples: ['ENAS-macro'] } },
      example: { architecture: 'ENAS-macro' },
      tiny: { 'a released network': { architecture: 'ENAS-macro' } },
      spaces: Object.keys(searches),
      load: () => import('./fixed-search.ts'),
    },
    'language-modelling': {
      settings: { architecture: { ...settings.architecture, examples: ['NASCell'] } },
      example: { architecture: 'NASCell' },
      tiny: { 'a released cell': { architecture: 'NASCell' } },
      spaces: Object.keys(textSearches),
      load: () => import('./fixed-search.ts'),
    },
    ...directTasks({
      settings: { architecture: { ...settings.architecture, examples: ['Auto-DeepLab'] } },
      example: { architecture: 'Auto-DeepLab' },
      tiny: { 'a published network': { architecture: 'Auto-DeepLab' } },
      spaces: Object.keys(segmentationSearches),
      load: () => import('./fixed-search.ts'),
    }),
  },
});
