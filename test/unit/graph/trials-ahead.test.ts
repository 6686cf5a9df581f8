import { expect, test } from 'vitest';
import type { GraphJob } from '../../../runner/graph/job-graph.ts';
import type { PlannedJob } from '../../../runner/graph/plan.ts';
import { trialsAhead } from '../../../runner/study/trials-ahead.ts';

const search = (status: 'run' | 'hit', method: object, task = 'image-classification'): PlannedJob =>
  ({
    status,
    job: { kind: 'search', parameters: { task: { kind: task }, method } } as unknown as GraphJob,
  }) as PlannedJob;

test('the trials of the searches that will run are summed', () => {
  const plan = [
    search('run', { kind: 'random', evaluations: 12 }),
    search('run', { kind: 'asha', evaluations: 8 }),
    search('hit', { kind: 'random', evaluations: 100 }),
    search('run', { kind: 'darts', epochs: 3 }),
    search('run', { kind: 'random', evaluations: 50 }, 'tabular-benchmark'),
  ];
  expect(trialsAhead(plan)).toEqual({ searches: 2, atMost: 20 });
});

test('a search that ends by its time has no such number', () => {
  const plan = [
    search('run', { kind: 'random', evaluations: 0, simulatedSeconds: 9 }),
    search('run', { kind: 'random', evaluations: 12 }),
  ];
  expect(trialsAhead(plan)).toEqual({ searches: 2, atMost: null });
});

test('nothing is asked for by a plan of hits', () => {
  expect(trialsAhead([search('hit', { kind: 'random', evaluations: 1 })])).toEqual({
    searches: 0,
    atMost: 0,
  });
});
