import { cityscapes, cityscapesLayout } from '../../../schemas/data-sets/cityscapes.ts';
import { labelMapLoader } from './listed-label-maps.ts';

export const data = labelMapLoader(cityscapes, cityscapesLayout);
