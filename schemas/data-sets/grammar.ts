import type { DataSetInfo } from './data-set.ts';

export const grammar = {
  name: 'grammar',
  kind: 'text',
  title: 'generated sentences of a probabilistic grammar',
  generated: true,
  files: [],
} as const satisfies DataSetInfo;
