import type { DataSetInfo } from './data-set.ts';

export const shapes = {
  name: 'shapes',
  kind: 'label-maps',
  title: 'generated shapes with label maps, ten classes',
  generated: true,
  files: [],
} as const satisfies DataSetInfo;
