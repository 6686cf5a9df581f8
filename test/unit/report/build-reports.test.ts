/** From records and their outputs to the files of reports, without a store on disk. */
import { describe, expect, it } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import type { GraphJob } from '../../../runner/graph/job-graph.ts';
import type { CorrelationReport } from '../../../runner/report/kinds/correlation/settings.ts';
import type { CurveReport } from '../../../runner/report/kinds/curve/settings.ts';
import type { PairedReport } from '../../../runner/report/kinds/paired/settings.ts';
import type { RowsReport } from '../../../runner/report/kinds/rows/settings.ts';
import { buildReports } from '../../../runner/study/build-reports.ts';
import { reportSource } from '../../../runner/study/report-source.ts';
import { canonicalJson } from '../../../schemas/canonical.ts';
import { toSeed } from '../../../schemas/ids.ts';
import type { ReportSettings, ResolvedManifest } from '../../../schemas/manifest.ts';
import { finished } from '../../util/finished.ts';
import { randomMethod, smallManifest } from '../../util/manifest.ts';
import { curveSettings } from './sample-figures.ts';

const graph = expand(smallManifest);

/** A second method, two variants of it, whose jobs other seeds would have made. */
const twoMethods = {
  ...smallManifest,
  methods: { random: randomMethod, other: { ...randomMethod, matrix: { evaluations: [2, 3] } } },
};

/** Outputs of a job that depend on its seed; search jobs search, others train. */
function outputsOf({ stage, seed, method }: GraphJob): Record<string, string> {
  const split = stage === 'evaluate' ? 'test' : 'validation';
  const gain = method === 'other' ? (seed % 3) - 1 : 0;
  const errorPercent = stage === 'search' ? 30 + seed - gain : 20 + ((seed * 7) % 5);
  const lines = [1, 2, 3].map((trial) => ({ phase: 'score', trial, errorPercent: 50 / trial + seed }));
  return {
    'metrics.json': canonicalJson({ [split]: { split, examples: 10, errorPercent, loss: 1 } }),
    ...(stage === 'search'
      ? { 'trajectory.jsonl': lines.map((line) => `${canonicalJson(line)}\n`).join('') }
      : {}),
  };
}

async function build(
  settings: ReportSettings,
  jobs: readonly GraphJob[] = graph.jobs,
  experiment: ResolvedManifest = smallManifest,
) {
  const { store, results } = finished(jobs, outputsOf);
  const manifest = { ...experiment, reports: { main: settings } };
  const whole = expand(experiment);
  const [report] = await buildReports(
    manifest,
    'textures10, profile nano',
    reportSource(whole, store, results),
  );
  if (report === undefined) throw new Error('Expected one report');
  return report;
}

const curve: CurveReport = { ...curveSettings, title: 'Search' };

const correlation: CorrelationReport = {
  kind: 'correlation',
  title: 'Ranks',
  rows: 'method-by-seed-set',
  x: { metric: 'validation.errorPercent', stage: 'search', label: 'Search error' },
  y: { metric: 'validation.errorPercent', stage: 'retrain', label: 'Retrained error' },
  published: {},
};

describe('buildReports', () => {
  it('pairs values of one seed and seed set', async () => {
    const { files, problems } = await build(correlation);
    const { rows, title } = JSON.parse(files['main.json'] ?? '');
    expect(title).toBe('Ranks (textures10, profile nano)');
    const pairs = rows.map((row: { seedSet: string; pairs: { seed: number; x: number; y: number }[] }) => [
      row.seedSet,
      row.pairs.map(({ seed, x, y }) => [seed, x, y]),
    ]);
    expect(pairs).toEqual([
      [
        'first',
        [
          [1, 31, 22],
          [2, 32, 24],
          [3, 33, 21],
        ],
      ],
      [
        'second',
        [
          [11, 41, 22],
          [12, 42, 24],
        ],
      ],
    ]);
    expect(problems).toEqual([]);
  });

  it('pairs two metrics of one job where both are of one stage', async () => {
    const loss = { ...correlation.x, metric: 'validation.loss' } as const;
    const { files } = await build({ ...correlation, rows: 'method', y: loss });
    const { rows } = JSON.parse(files['main.json'] ?? '');
    expect(rows[0].n).toBe(5);
    for (const pair of rows[0].pairs) expect(pair.xJobKey).toBe(pair.yJobKey);
    expect(rows[0].kendall.problem).toEqual({ reason: 'constant', axis: 'y' });
  });

  it('a pair of which one job has not run is missing', async () => {
    const without = graph.jobs.filter(({ stage, seed }) => !(stage === 'retrain' && seed === 2));
    const { files } = await build(correlation, without);
    expect(JSON.parse(files['main.json'] ?? '').rows[0]).toMatchObject({
      ...{ n: 2, missing: [{ seed: 2, seedSet: 'first', reason: 'not-run' }] },
    });
  });

  it('draws a curve from trajectories, all seed sets pooled', async () => {
    const { files, reproducible, terminal, problems } = await build(curve);
    const { rows } = JSON.parse(files['main.json'] ?? '');
    // Seeds 1, 2, 3, 11 and 12 have mean 5.8.
    const means = rows[0].points.map(({ x, y, n }: { x: number; y: number; n: number }) => [
      x,
      y.toFixed(6),
      n,
    ]);
    expect(means).toEqual([
      [1, '55.800000', 5],
      [2, '30.800000', 5],
      [3, '22.466667', 5],
    ]);
    expect(files['main.svg']).toMatch(/^<svg role="img" /);
    expect(Object.keys(reproducible)).toEqual(['main.svg', 'main.md', 'main.csv', 'main.json', 'main.tex']);
    expect(files['main.txt']).toBe(terminal);
    expect(problems).toEqual([]);
  });

  it('a phase that no trajectory has is a problem, named with the first job', async () => {
    const { files, problems, terminal } = await build({ ...curve, phase: 'scores' });
    expect(problems).toEqual([
      {
        ...{ reason: 'no-such-phase', phase: 'scores', found: ['score'] },
        ...{ path: 'reports.main', job: 'random/first/search/s1' },
      },
    ]);
    expect(terminal).toBe(
      'error: reports.main.phase: expected a phase of random/first/search/s1 (trajectory.jsonl), one of score; found "scores"\n',
    );
    expect(files).toEqual({});
  });

  it('jobs that have not run are missing, not a problem', async () => {
    const { problems, files } = await build(curve, []);
    expect(problems).toEqual([]);
    expect(JSON.parse(files['main.json'] ?? '').rows[0].missing).toHaveLength(5);
  });
});

describe('the name of a method', () => {
  const labelled = {
    ...twoMethods,
    methods: { ...twoMethods.methods, random: { ...randomMethod, label: 'Random search' } },
  };
  const { jobs } = expand(labelled);
  const labelsOf = async (settings: ReportSettings) => {
    const { files } = await build(settings, jobs, labelled);
    return JSON.parse(files['main.json'] ?? '').rows.map(({ label }: { label: string }) => label);
  };

  it('in a report is the one that the manifest gives it, whatever the kind', async () => {
    const names = ['Random search', 'other[evaluations=2]', 'other[evaluations=3]'];
    const { x, y } = correlation;
    const column = { ...x, show: 'mean' };
    const table = { kind: 'table', title: 'T', rows: 'method', columns: [column], published: {} };
    const scatter = { kind: 'scatter', title: 'S', x, y, xScale: 'linear', yScale: 'linear' };
    for (const settings of [table, { ...correlation, rows: 'method' }, scatter, curve]) {
      expect(await labelsOf(settings), settings.kind).toEqual(names);
    }
    const paired = { kind: 'paired', title: 'P', ...x, baselines: { random: 'other' } };
    expect(await labelsOf(paired)).toEqual(['Random search', 'Random search']);
  });

  it('is followed by that of the variant where several have it, so that no two rows are one', async () => {
    const label = 'Random search';
    const random = { ...randomMethod, label };
    const alike = { ...twoMethods, methods: { random, again: random, other: randomMethod } };
    const { files } = await build(curve, expand(alike).jobs, alike);
    const { rows } = JSON.parse(files['main.json'] ?? '');
    expect(rows.map((row: { label: string }) => row.label)).toEqual([
      ...['Random search (random)', 'Random search (again)', 'other'],
    ]);
  });

  it('in rows of data is that of the variant, by which programs tell them apart', async () => {
    const rows = { kind: 'rows', title: 'Trials', stage: 'search', file: 'trajectory.jsonl' };
    const { files } = await build(rows, jobs, labelled);
    expect(JSON.parse(files['main.json'] ?? '')[0]).toMatchObject({ method: 'random' });
  });
});

describe('buildReports of methods against baselines', () => {
  const paired: PairedReport = {
    ...{ kind: 'paired', title: 'Against random', stage: 'search', label: 'Search error' },
    metric: 'validation.errorPercent',
    baselines: { other: 'random' },
  };
  const { jobs } = expand(twoMethods);

  it('pairs the seeds of each variant with those of its baseline, all seed sets pooled', async () => {
    const { files, problems } = await build(paired, jobs, twoMethods);
    const { rows } = JSON.parse(files['main.json'] ?? '');
    expect(rows.map(({ label, baseline }: Record<string, unknown>) => [label, baseline])).toEqual([
      ['other[evaluations=2]', { label: 'random', method: 'random' }],
      ['other[evaluations=3]', { label: 'random', method: 'random' }],
    ]);
    // Seeds 1, 2, 3, 11 and 12 gain 0, 1, -1, 1 and -1.
    expect(rows[1]).toMatchObject({ n: 5, wins: 2, ties: 1, losses: 2, p: 1, missing: [] });
    expect(rows[1].difference).toEqual({ mean: 0, std: 1 });
    const seeds = rows[1].pairs.map((pair: Record<string, unknown>) => [pair['seedSet'], pair['seed']]);
    expect(seeds).toEqual([
      ...[
        ['first', 1],
        ['first', 2],
        ['first', 3],
        ['second', 11],
        ['second', 12],
      ],
    ]);
    expect(problems).toEqual([]);
  });

  it('a seed that one of the two has not run is missing', async () => {
    const without = jobs.filter(({ label }) => label !== 'random/first/search/s2');
    const { files } = await build(paired, without, twoMethods);
    expect(JSON.parse(files['main.json'] ?? '').rows[0]).toMatchObject({
      ...{ n: 4, wins: 1, missing: [{ seed: 2, seedSet: 'first', reason: 'not-run' }] },
    });
  });
});

describe('buildReports of rows', () => {
  const rows: RowsReport = { kind: 'rows', title: 'Trials', stage: 'search', file: 'trajectory.jsonl' };

  it('collects the lines of every job by variant, seed set and seed', async () => {
    const { files, reproducible, terminal } = await build(rows);
    const lines = (files['main.json'] ?? '').split('\n');
    expect(lines[1]).toBe('{"seed":1,"errorPercent":51,"phase":"score","trial":1},');
    expect(lines).toHaveLength(15 + 3);
    const found: { seed: number; trial: number }[] = JSON.parse(files['main.json'] ?? '');
    expect(found.map(({ seed, trial }) => `${seed}.${trial}`).join(' ')).toBe(
      '1.1 1.2 1.3 2.1 2.2 2.3 3.1 3.2 3.3 11.1 11.2 11.3 12.1 12.2 12.3',
    );
    expect(terminal).toBe('Trials (textures10, profile nano): 15 rows of 5 jobs\n');
    expect(Object.keys(reproducible)).toEqual(['main.json']);
    expect(Object.keys(files).sort()).toEqual(['main.json', 'main.provenance.json', 'main.txt']);
  });

  it('sorts seeds that the manifest lists in another order, but not its seed sets', async () => {
    const seedSets = { second: smallManifest.seedSets['second'] ?? [], first: [3, 1, 2].map(toSeed) };
    const other = { ...smallManifest, seedSets };
    const { files } = await build(rows, expand(other).jobs, other);
    const found: { seed: number }[] = JSON.parse(files['main.json'] ?? '');
    expect([...new Set(found.map(({ seed }) => seed))]).toEqual([11, 12, 1, 2, 3]);
  });

  it('names the variants of several methods', async () => {
    const { files } = await build(rows, expand(twoMethods).jobs, twoMethods);
    const found: { method: string }[] = JSON.parse(files['main.json'] ?? '');
    expect([...new Set(found.map(({ method }) => method))]).toEqual([
      ...['random', 'other[evaluations=2]', 'other[evaluations=3]'],
    ]);
  });

  it('a file that a job did not leave is a problem', async () => {
    const { files, problems, terminal } = await build({ ...rows, file: 'table.jsonl' });
    expect(problems).toEqual([
      {
        ...{ reason: 'no-such-file', file: 'table.jsonl', found: ['trajectory.jsonl'] },
        ...{ path: 'reports.main', job: 'random/first/search/s1' },
      },
    ]);
    expect(terminal).toMatch(/^error: reports\.main\.file: expected an output of random\/first\/search\/s1/);
    expect(files).toEqual({});
  });

  it('jobs that have not run are missing, not a problem', async () => {
    const { problems, terminal } = await build(rows, graph.jobs.slice(0, 2));
    expect(problems).toEqual([]);
    expect(terminal).toContain('6 rows of 2 jobs; jobs not run: 3 of 5 (seeds 3, 11, 12)');
  });
});
