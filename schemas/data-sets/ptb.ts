import type { DataSetInfo, PublishedCorpus } from './data-set.ts';

export const ptb = {
  name: 'ptb',
  kind: 'text',
  title: 'Penn Treebank as tokens, 10,000 words',
  generated: false,
  files: ['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt'],
} as const satisfies DataSetInfo;

/** Of the files of Mikolov et al. 2010: 887,521, 70,390 and 78,669 words on 42,068, 3,370 and 3,761 lines. */
export const publishedPtb = {
  title: 'Penn Treebank as preprocessed by Mikolov',
  vocabulary: 10_000,
  words: { 'ptb.train.txt': 929_589, 'ptb.valid.txt': 73_760, 'ptb.test.txt': 82_430 },
} as const satisfies PublishedCorpus;
