import type { DataSetInfo } from './data-set.ts';

export const textures10 = {
  name: 'textures10',
  kind: 'images',
  title: 'generated textures, ten classes',
  generated: true,
  files: [],
} as const satisfies DataSetInfo;
