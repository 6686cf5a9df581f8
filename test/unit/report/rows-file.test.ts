/** Lines of jobs as one file of data, byte by byte. */
import { describe, expect, it } from 'vitest';
import { renderRowsReport } from '../../../runner/report/kinds/rows/index.ts';
import type { RowsInput, RowsJob } from '../../../runner/report/kinds/rows/rows-file.ts';
import { rowsProblemText } from '../../../runner/report/kinds/rows/rows-problem.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { seedValue } from './sample-report.ts';

const job = (variant: string, seed: number, lines: readonly JsonObject[], dirty = false): RowsJob => {
  const { value: _, ...source } = seedValue('first', seed, 0, dirty);
  return { ...source, variant, lines };
};

const input: RowsInput = {
  name: 'data',
  settings: { kind: 'rows', title: 'Cells (textures10)', stage: 'search', file: 'table.jsonl' },
  hasSeveralMethods: false,
  jobs: [
    job('all', 2, [{ ops: ['a'], epochs: 1, hash: 'h', 'a b': null }, { epochs: 1e-7 }]),
    job('all', 10, [{}]),
  ],
  missing: [],
};

describe('rows of data', () => {
  it('are a JSON array with one row on each line, its seed first and the other fields canonical', () => {
    const { results } = renderRowsReport(input);
    expect(results).toEqual({
      'data.json':
        '[\n{"seed":2,"a b":null,"epochs":1,"hash":"h","ops":["a"]},\n{"seed":2,"epochs":1e-7},\n{"seed":10}\n]\n',
    });
    expect(JSON.parse(results['data.json'] ?? '')).toHaveLength(3);
  });

  it('name the method variant where there are several', () => {
    const jobs = [job('a[x=1]', 1, [{ y: 2 }]), job('b', 1, [{ y: 3 }])];
    expect(renderRowsReport({ ...input, jobs, hasSeveralMethods: true }).results['data.json']).toBe(
      '[\n{"seed":1,"method":"a[x=1]","y":2},\n{"seed":1,"method":"b","y":3}\n]\n',
    );
  });

  it('are an empty array when there are none', () => {
    expect(renderRowsReport({ ...input, jobs: [] }).results['data.json']).toBe('[]\n');
  });

  it('have one line for a terminal, with what is missing', () => {
    expect(renderRowsReport(input).terminal).toBe('Cells (textures10): 3 rows of 2 jobs\n');
    const { jobKey: _, ...lost } = seedValue('first', 4, 0);
    const some = {
      ...input,
      jobs: [job('all', 1, [{}], true)],
      missing: [{ ...lost, reason: 'failed' as const }],
    };
    expect(renderRowsReport(some).terminal).toBe(
      'Cells (textures10): 1 row of 1 job; failed jobs: 1 of 2 (seed 4); dirty: computed from an uncommitted tree\n',
    );
  });

  it('have the jobs that they come from beside them', () => {
    const { provenance } = renderRowsReport(input);
    const { dirty, jobs, missing } = JSON.parse(provenance['data.provenance.json'] ?? '');
    expect([dirty, missing]).toEqual([false, []]);
    expect(jobs.map(({ row, rows, seed }: Record<string, unknown>) => [row, rows, seed])).toEqual([
      ['all', 2, 2],
      ['all', 1, 10],
    ]);
    expect(jobs[0]).toMatchObject({
      seedSet: 'first',
      commit: 'c'.repeat(40),
      jobKey: input.jobs[0]?.jobKey,
    });
  });
});

describe('what cannot be rows', () => {
  const place = { path: 'reports.data', job: 'all/first/search/s2', file: 'table.jsonl' };

  it('a file that a job did not leave', () => {
    expect(rowsProblemText({ ...place, reason: 'no-such-file', found: ['trajectory.jsonl'] })).toBe(
      'reports.data.file: expected an output of all/first/search/s2, one of trajectory.jsonl; found "table.jsonl"',
    );
  });

  it('lines that have a seed already', () => {
    expect(rowsProblemText({ ...place, reason: 'field-taken', field: 'seed' })).toBe(
      'reports.data: expected lines of all/first/search/s2 (table.jsonl) without a field seed, which is added; found one',
    );
  });
});
