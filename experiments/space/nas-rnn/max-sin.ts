import { spaceOf } from './module.ts';
import { moreWords } from './words.ts';

export const space = spaceOf(
  'nas-rnn-max-sin',
  moreWords,
  'The trees of nas-rnn, whose nodes may also take a maximum or a sine.',
);
