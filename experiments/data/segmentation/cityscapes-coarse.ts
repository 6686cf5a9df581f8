import { cityscapesCoarse, cityscapesCoarseLayout } from '../../../schemas/data-sets/cityscapes-coarse.ts';
import { labelMapLoader } from './listed-label-maps.ts';

export const data = labelMapLoader(cityscapesCoarse, cityscapesCoarseLayout);
