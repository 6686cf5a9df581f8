import type { DataSetInfo } from './data-set.ts';

export const nasbench101 = {
  name: 'nasbench101',
  kind: 'table',
  title: 'NAS-Bench-101, converted with `reprise bench convert`',
  generated: false,
  files: ['nasbench101.columns'],
} as const satisfies DataSetInfo;
