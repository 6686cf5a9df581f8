import { expect, test } from 'vitest';
import { randomSearch } from '../../../experiments/method/random.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { runThrough } from './describe-method.ts';

const space = dartsCnn('without-none');

test('each trial is the sample of its own key', () => {
  const trials = runThrough(randomSearch(space, { epochs: 1, evaluated: 3, key: key(1) }), 1);
  expect(trials.map(({ architecture }) => architecture)).toEqual(
    [0, 1, 2].map((number) => space.sample(draws(split(key(1), 'trial', number)))),
  );
});

test('without a number of trials it has no end', () => {
  expect(runThrough(randomSearch(space, { epochs: 1, key: key(1) }), 1, { limit: 300 })).toHaveLength(300);
});
