import { ade20k, ade20kLayout } from '../../../schemas/data-sets/ade20k.ts';
import { labelMapLoader } from './listed-label-maps.ts';

export const data = labelMapLoader(ade20k, ade20kLayout);
