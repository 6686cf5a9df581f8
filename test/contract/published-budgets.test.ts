/** Searches and trainings of a row, counted in the graph of its manifest, against the budget that its paper states. */
import { describe, expect, it } from 'vitest';
import { expand } from '../../runner/graph/expand.ts';
import { paperProfile as paper } from '../util/paper-profile.ts';

/** Jobs of a method in one seed set, by stage; what is computed twice counts twice. */
function jobsOf(id: string, method: string, seedSet = 'first'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const job of expand(paper(id)).jobs) {
    if (job.method !== method || job.seedSet !== seedSet || job.kind === 'select') continue;
    counts[job.stage] = (counts[job.stage] ?? 0) + 1;
  }
  return counts;
}

describe('the searches of the papers', () => {
  it.each([
    ['darts2018-table1', 'random', 24],
    ['darts2018-table2', 'random', 8],
    ['li2019-table5', 'random', 24],
  ])('%s has the best of one set of candidates as %s', (id, method, evaluations) => {
    const { search, retrain } = jobsOf(id, method);
    expect({ search, retrain }).toEqual({ search: 1, retrain: undefined });
    expect(paper(id).methods[method]?.settings).toMatchObject({ kind: 'random', evaluations });
  });

  it.each([
    ['li2019-table2', 1, 300],
    ['li2019-table4', 1, 300],
    ['li2019-table5', 10, 700],
  ])('%s evaluates what one search of ASHA found', (id, evaluate, moreThan) => {
    expect(jobsOf(id, 'asha')).toEqual({ search: 1, evaluate });
    const settings = paper(id).methods['asha']?.settings;
    // At most one trial in eta is promoted, so that the others are of different architectures.
    expect(Number(settings?.['evaluations']) * (1 - 1 / Number(settings?.['eta']))).toBeGreaterThan(moreThan);
  });

  it('DARTS and random search with weight sharing search four times, and the best of four is evaluated', () => {
    expect(jobsOf('li2019-table5', 'rsws', 'second')).toEqual({ search: 4, retrain: 4, evaluate: 10 });
    expect(jobsOf('li2019-table2', 'darts')).toEqual({ search: 4, retrain: 4, evaluate: 1 });
    expect(jobsOf('darts2018-table1', 'second')).toEqual({ search: 4, retrain: 4, evaluate: 10 });
  });

  it('published cells are evaluated and nothing else', () => {
    expect(jobsOf('darts2018-table1', 'nasnet')).toEqual({ search: 1, evaluate: 10 });
  });
});
