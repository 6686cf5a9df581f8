import { ok } from '../../schemas/result.ts';
import type { DataLoader } from './data-loader.ts';
import type { ImageDataSet } from './image-data-set.ts';
import { generateTextures10Large } from './textures10.ts';

export const data: DataLoader<ImageDataSet> = {
  kind: 'images',
  load: () => ok(generateTextures10Large()),
};
