import { camvid, camvidLayout } from '../../../schemas/data-sets/camvid.ts';
import { labelMapLoader } from './listed-label-maps.ts';

export const data = labelMapLoader(camvid, camvidLayout);
