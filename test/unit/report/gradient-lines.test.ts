/** Gradients of a parameter server, told again from the log of a search. */
import { expect, test } from 'vitest';
import { gradientFields, gradientLines } from '../../../runner/report/kinds/curve/gradient-lines.ts';

const method = {
  kind: 'nas-rl',
  policy: 'controller',
  ...{ replicas: 2, children: 2, gradientsPerUpdate: 1 },
};
const start = (trial: number, time: number) => ({ phase: 'decision', event: 'start', trial, time });
const finish = (trial: number, time: number, validationErrorPercent: number | null = 50) => ({
  ...{ phase: 'decision', event: 'finish', trial, time, validationErrorPercent },
  validationLoss: null,
});
const score = { phase: 'score', trial: 0, validationErrorPercent: 50 };

// Two replicas of two children: 0 and 1 of the first, 2 and 3 of the second, 4 and 5 of the first again.
const lines = [
  ...[start(0, 0), start(1, 0), start(2, 0), start(3, 0), score],
  ...[finish(1, 3), finish(0, 4), start(4, 4), start(5, 4)],
  ...[finish(2, 5), finish(4, 6), finish(5, 7, null), finish(3, 9)],
];

test('a gradient is sent when the last child is known, and misses the updates since its replica began', () => {
  const found = gradientLines(lines, method);
  expect(found).toEqual([
    { phase: 'gradient', gradient: 0, time: 4, trial: 0, replica: 0, staleness: 0 },
    { phase: 'gradient', gradient: 1, time: 7, trial: 5, replica: 0, staleness: 0 },
    { phase: 'gradient', gradient: 2, time: 9, trial: 3, replica: 1, staleness: 2 },
  ]);
  for (const line of found)
    expect(Object.keys(line).sort()).toEqual(['phase', ...Object.keys(gradientFields)].sort());
});

test('the server moves after as many gradients as it gathers', () => {
  const gathered = gradientLines(lines, { ...method, gradientsPerUpdate: 2 });
  expect(gathered.map(({ staleness }) => staleness)).toEqual([0, 0, 1]);
});

test('children that crashed send nothing', () => {
  const crashed = [start(0, 0), start(1, 0), finish(0, 1, null), finish(1, 2, null)];
  expect(gradientLines(crashed, method)).toEqual([]);
});

test.each([[{ kind: 'random' }], [{ ...method, policy: 'uniform' }], [undefined]])(
  'a search without a server has none: %j',
  (other) => {
    expect(gradientLines(lines, other)).toEqual([]);
  },
);
