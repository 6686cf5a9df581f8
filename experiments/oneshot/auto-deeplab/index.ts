/** Auto-DeepLab: operations on the edges of one cell and arrows of a trellis of strides, both relaxed, descend along a loss. */
import { sharedTasks } from '../../task/semantic-segmentation/forms.ts';
import { defineWeightSharing } from '../../task/weight-sharing-module.ts';
import { searchSettings } from './settings.ts';

export const method = defineWeightSharing({
  kind: 'auto-deeplab',
  description:
    'Auto-DeepLab: a cell and a path through a trellis of strides are relaxed together; steps on their weights alternate with steps on the weights of the network.',
  source: 'Liu et al. 2019, Auto-DeepLab, section 4',
  tasks: sharedTasks({
    settings: searchSettings,
    searches: { 'auto-deeplab': () => import('./search.ts') },
    example: { epochs: 40, batchSize: 2 },
    tiny: {
      'auto-deeplab': {
        ...{ epochs: 1, batchSize: 16, cropSize: 32, imageScale: 0.5, warmUpEpochs: 0 },
        ...{ filters: 1, stemChannels: 2, blocks: 1, layers: 2, architectureLearningRate: 0.1 },
      },
    },
  }),
});
