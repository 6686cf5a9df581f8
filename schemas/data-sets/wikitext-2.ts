import type { DataSetInfo } from './data-set.ts';

export const wikitext2 = {
  name: 'wikitext-2',
  kind: 'text',
  title: 'WikiText-2 as tokens, 33,278 words',
  generated: false,
  files: ['wiki.train.tokens', 'wiki.valid.tokens', 'wiki.test.tokens'],
} as const satisfies DataSetInfo;
