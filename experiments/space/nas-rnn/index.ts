import { spaceOf } from './module.ts';
import { plainWords } from './words.ts';

export const space = spaceOf(
  'nas-rnn',
  plainWords,
  'A recurrent cell as a binary tree of eight leaves, each node with a combination and an activation.',
);
