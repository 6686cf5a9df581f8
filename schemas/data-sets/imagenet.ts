import type { DataSetInfo } from './data-set.ts';

/** In the folder of the set: the photographs' digests, sizes and names. */
export const photographListName = 'photographs.txt';
/** In the folder of the set: leads to the folder with `train` and `val`, which stays where it is. */
export const photographsName = 'photographs';

export const imagenet = {
  name: 'imagenet',
  kind: 'images',
  title: 'ImageNet (ILSVRC 2012), or any photographs in folders of classes',
  generated: false,
  files: [photographListName],
} as const satisfies DataSetInfo;
