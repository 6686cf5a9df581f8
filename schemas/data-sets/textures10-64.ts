import type { DataSetInfo } from './data-set.ts';

export const textures1064 = {
  name: 'textures10-64',
  kind: 'images',
  title: 'generated textures of 64x64 pixels, ten classes',
  generated: true,
  files: [],
} as const satisfies DataSetInfo;
