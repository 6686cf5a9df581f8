import type { DataSetInfo, PublishedCorpus } from './data-set.ts';

export const wikitext2 = {
  name: 'wikitext-2',
  kind: 'text',
  title: 'WikiText-2 as tokens, 33,278 words',
  generated: false,
  files: ['wiki.train.tokens', 'wiki.valid.tokens', 'wiki.test.tokens'],
} as const satisfies DataSetInfo;

/** Merity et al. 2017, table 1. */
export const publishedWikitext2 = {
  title: 'WikiText-2 at word level',
  vocabulary: 33_278,
  words: { 'wiki.train.tokens': 2_088_628, 'wiki.valid.tokens': 217_646, 'wiki.test.tokens': 245_569 },
} as const satisfies PublishedCorpus;
