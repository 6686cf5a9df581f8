import { expect, test } from 'vitest';
import { randomSearch } from '../../../experiments/method/random.ts';
import { compareScores } from '../../../experiments/method/score.ts';
import { key } from '../../../experiments/rng/key.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { describeMethod } from './describe-method.ts';

const make = (seed: number, evaluated = 12) =>
  randomSearch(dartsCnn('without-none'), { evaluated, key: key(seed) });

describeMethod('random search', make);

test('random search asks exactly as often as it is told to', () => {
  const method = make(1, 3);
  expect([method.ask(), method.ask(), method.ask(), method.ask()].map((trial) => trial?.number)).toEqual([
    0,
    1,
    2,
    undefined,
  ]);
});

test('trials told in another order give the same best', () => {
  const method = make(2, 3);
  const trials = [method.ask(), method.ask(), method.ask()].flatMap((trial) => trial ?? []);
  for (const trial of [...trials].reverse()) method.tell(trial, { errorPercent: 10, loss: 1 });
  expect(method.best()?.number).toBe(0);
});

test('scores compare by errors, then by loss, and a number beats none', () => {
  const score = (errorPercent: number, loss: number) => ({ errorPercent, loss });
  expect(compareScores(score(1, 9), score(2, 0))).toBe(-1);
  expect(compareScores(score(1, 1), score(1, 0))).toBe(1);
  expect(compareScores(score(1, 1), score(1, 1))).toBe(0);
  expect(compareScores(score(1, NaN), score(1, 3))).toBe(1);
});
