/** The method `named`: segmentation networks that papers name. Other tasks have `fixed`. */
import { defineDirect } from '../task/direct-module.ts';
import { directTasks } from '../task/semantic-segmentation/forms.ts';
import { settings } from './fixed-settings.ts';

export const method = defineDirect({
  kind: 'named',
  description:
    'No search: a network for segmentation that a paper names, as `fixed` in other tasks. `reprise arch` lists the names.',
  sharesWeights: false,
  asksForTrials: false,
  tasks: directTasks({
    settings,
    spaces: ['auto-deeplab'],
    example: { architecture: 'Auto-DeepLab' },
    tiny: { 'a published network': { architecture: 'Auto-DeepLab' } },
    load: () => import('./fixed-search.ts'),
  }),
});
