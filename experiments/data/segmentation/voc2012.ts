import { voc2012, voc2012Layout } from '../../../schemas/data-sets/voc2012.ts';
import { labelMapLoader } from './listed-label-maps.ts';

export const data = labelMapLoader(voc2012, voc2012Layout);
