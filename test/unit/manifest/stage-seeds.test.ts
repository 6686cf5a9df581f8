import { expect, it } from 'vitest';
import { stageSeeds } from '../../../runner/manifest/index.ts';
import { toSeed } from '../../../schemas/ids.ts';

const set = [7, 3, 5].map(toSeed);

it('each takes the seeds of the set in order', () => {
  expect(stageSeeds('each', set)).toEqual([7, 3, 5]);
});

it('a smaller count takes the first seeds', () => {
  expect(stageSeeds({ count: 2 }, set)).toEqual([7, 3]);
});

it('a larger count goes on after the largest seed', () => {
  expect(stageSeeds({ count: 5 }, set)).toEqual([7, 3, 5, 8, 9]);
});
