/** Settings of the search of Auto-DeepLab (Liu et al. 2019, Auto-DeepLab, section 4.2). */
import { count, positive, type SettingsOf, withDefault } from '../../../schemas/setting.ts';
import { usualBlocks } from '../../space/auto-deeplab/genotype.ts';
import { usualLayers } from '../../space/auto-deeplab/trellis.ts';
import { crops, segmentationOptimizer, widths } from '../../task/semantic-segmentation/settings.ts';
import { architectureSteps } from '../settings.ts';

export const searchSettings = {
  ...segmentationOptimizer,
  learningRate: withDefault(segmentationOptimizer.learningRate, 0.025),
  learningRateMin: positive('Final learning rate', 'Where the cosine schedule ends.', { default: 0.001 }),
  weightDecay: withDefault(segmentationOptimizer.weightDecay, 0.0003),
  ...architectureSteps,
  architectureLearningRate: withDefault(architectureSteps.architectureLearningRate, 0.003),
  architectureMomentum: withDefault(architectureSteps.architectureMomentum, 0.9),
  warmUpEpochs: withDefault(architectureSteps.warmUpEpochs, 20),
  ...crops,
  cropSize: withDefault(crops.cropSize, 321),
  scaleMin: withDefault(crops.scaleMin, 1),
  scaleMax: withDefault(crops.scaleMax, 1),
  imageScale: positive(
    'Image scale',
    'Images are scaled by this factor, before all else; the paper halves them.',
    {
      default: 0.5,
    },
  ),
  filters: withDefault(widths.filters, 8),
  stemChannels: widths.stemChannels,
  blocks: count('Blocks', 'B of the cell that is searched.', { default: usualBlocks, maximum: 8 }),
  layers: count('Layers', 'L of the network that is searched.', { default: usualLayers, maximum: 64 }),
};

export type SearchSettings = SettingsOf<typeof searchSettings>;
