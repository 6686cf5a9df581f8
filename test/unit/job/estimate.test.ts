import { describe, expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import type { PlannedJob } from '../../../runner/graph/plan.ts';
import { estimate } from '../../../runner/study/estimate.ts';
import { smallManifest } from '../../util/manifest.ts';

const { jobs } = expand(smallManifest);
const waiting = jobs.map((job): PlannedJob => ({ status: 'waits', job, waitsFor: [] }));
const [search] = jobs.filter(({ kind }) => kind === 'search');
const [train] = jobs.filter(({ kind }) => kind === 'train');
if (search === undefined || train === undefined) throw new Error('expected both kinds of jobs');

const timing = (wallMs: number) => ({ startedAt: '2026-01-02T03:04:05.000Z', wallMs, attempt: 1 });
const record = ({ kind, parameters }: typeof search, wallMs: number) => ({
  material: { kind, parameters },
  timing: timing(wallMs),
});

describe('the estimate of a plan', () => {
  test('is the mean of earlier jobs with the same settings, for each job that is to run', () => {
    const found = estimate(waiting, [record(search, 1000), record(search, 3000)]);
    // Five searches of 2 s; five retrainings and eight evaluations that nothing is known of.
    expect(found).toEqual({ workMs: 10_000, jobs: 5, alike: 5, unknown: 13 });
  });

  test('takes jobs of the same task, space, engine and method where none has the same settings', () => {
    const other = {
      ...search,
      parameters: { ...search.parameters, method: { kind: 'random-ws', evaluated: 99 } },
    };
    expect(estimate(waiting, [record(other, 500)])).toMatchObject({ workMs: 2500, jobs: 5, alike: 0 });
    const elsewhere = { ...search, parameters: { ...search.parameters, space: { name: 'nasbench101' } } };
    expect(estimate(waiting, [record(elsewhere, 500)])).toMatchObject({ jobs: 0, unknown: 18 });
  });

  test('counts neither what is in the store, nor selections, nor what another job computes', () => {
    const key = 'k'.repeat(64) as never;
    const planned: PlannedJob[] = [
      { status: 'hit', job: train, key, outputs: {} },
      { status: 'run', job: train, key, material: {} as never, why: { reason: 'same-as', label: 'other' } },
      ...jobs
        .filter(({ kind }) => kind === 'select')
        .map((job): PlannedJob => ({ status: 'waits', job, waitsFor: [] })),
    ];
    expect(estimate(planned, [record(train, 1000)])).toEqual({ workMs: 0, jobs: 0, alike: 0, unknown: 0 });
  });

  test('reads no record of the store where nothing is left to do', () => {
    const key = 'k'.repeat(64) as never;
    const done = jobs.map((job): PlannedJob => ({ status: 'hit', job, key, outputs: {} }));
    const store = {
      [Symbol.iterator](): Iterator<never> {
        throw new Error('the store was read');
      },
    };
    expect(estimate(done, store)).toEqual({ workMs: 0, jobs: 0, alike: 0, unknown: 0 });
    expect(() => estimate(waiting, store)).toThrow('the store was read');
  });
});
