import type { DataSetInfo } from './data-set.ts';

export const ptb = {
  name: 'ptb',
  kind: 'text',
  title: 'Penn Treebank as tokens, 10,000 words',
  generated: false,
  files: ['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt'],
} as const satisfies DataSetInfo;
