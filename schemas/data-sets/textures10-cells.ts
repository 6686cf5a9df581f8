import type { DataSetInfo } from './data-set.ts';

export const textures10Cells = {
  name: 'textures10-cells',
  kind: 'table',
  title: 'the 91 smallest NAS-Bench-101 cells, trained on textures10',
  generated: true,
  files: [],
} as const satisfies DataSetInfo;
