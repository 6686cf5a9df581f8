/** Figures of samples: what they show, what they say where seeds are too few, and that equal numbers give equal bytes. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderCriticalDifference } from '../../../runner/report/kinds/critical-difference/index.ts';
import { rankTest } from '../../../runner/report/kinds/critical-difference/rank-test.ts';
import { renderRanks } from '../../../runner/report/kinds/ranks/index.ts';
import { setRanks } from '../../../runner/report/kinds/ranks/set-ranks.ts';
import { renderSeedSets } from '../../../runner/report/kinds/seed-sets/index.ts';
import { rowComponents } from '../../../runner/report/kinds/variance/components.ts';
import { renderVariance } from '../../../runner/report/kinds/variance/index.ts';
import { bundled } from '../../util/bundled.ts';
import { latexProblems } from '../../util/latex.ts';
import { samples } from './sample-samples.ts';

const renders = [
  ['seed-sets', renderSeedSets],
  ['ranks', renderRanks],
  ['critical-difference', renderCriticalDifference],
  ['variance', renderVariance],
] as const;

/** Text of several lines as one. */
const texts = (svg: string | undefined): string[] =>
  [...(svg ?? '').matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text = '']) =>
    text
      .replaceAll('</tspan>', ' ')
      .replaceAll(/<[^>]*>/g, '')
      .trim(),
  );

describe.each(renders)('a figure of kind %s', (_, render) => {
  it('names every method, and has its files', async () => {
    const { results, drawings } = await render(samples(), 'exp');
    const shown = texts(results['main.svg']).join('\n');
    for (const method of ['rsws', 'asha', 'darts', 'random']) expect(shown).toContain(method);
    expect(shown).toContain('Test error by seed set');
    expect(Object.keys(results)).toEqual(['main.svg', 'main.md', 'main.csv', 'main.json', 'main.tex']);
    const pdf = await drawings['main.pdf']?.();
    expect(Buffer.from(pdf ?? []).toString('latin1', 0, 5)).toBe('%PDF-');
    expect(latexProblems(results['main.tex'] ?? '')).toEqual([]);
  });

  it('says that its values are of an uncommitted tree, and escapes names', async () => {
    const { results } = await render(samples({ dirty: true, methods: ['a<b>&', 'c', 'd'] }), 'exp');
    expect(texts(results['main.svg']).join()).toContain('dirty: computed from an uncommitted tree');
    expect(texts(results['main.svg']).join()).toContain('a&lt;b&gt;&amp;');
    expect(latexProblems(results['main.tex'] ?? '')).toEqual([]);
  });

  it('is drawn of one value, of one method and of none', async () => {
    for (const few of [
      { seedSets: ['only'], searches: 1, evaluations: 1 },
      { methods: ['rsws'] },
      { searches: 0 },
    ]) {
      const { results } = await render(samples(few), 'exp');
      expect(results['main.svg']).toMatch(/^<svg /);
      expect(results['main.svg']).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

it('the figures are the same in another process, time zone and locale', async () => {
  const program = `
    import { samples } from './test/unit/report/sample-samples.ts';
    import { renderCriticalDifference } from './runner/report/kinds/critical-difference/index.ts';
    import { renderRanks } from './runner/report/kinds/ranks/index.ts';
    import { renderSeedSets } from './runner/report/kinds/seed-sets/index.ts';
    import { renderVariance } from './runner/report/kinds/variance/index.ts';
    for (const render of [renderSeedSets, renderRanks, renderCriticalDifference, renderVariance])
      console.log(JSON.stringify((await render(samples(), 'exp')).results));`;
  const env = { ...process.env, TZ: 'Asia/Kathmandu', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
  const input = await bundled(program);
  const run = spawnSync(process.execPath, ['--input-type=module', '-'], { env, input, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const here = await Promise.all(renders.map(async ([, render]) => (await render(samples(), 'exp')).results));
  expect(
    run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(here);
});

describe('a strip plot', () => {
  it('has a mark for each seed, one for each mean, and intervals from five values on', async () => {
    const { results, terminal } = await renderSeedSets(samples(), 'exp');
    expect(terminal).toMatch(/rsws +first +9 +17\.\d\d ± 0\.\d\d +\[17\.\d\d, 17\.\d\d\]/);
    expect(texts(results['main.svg']).filter((text) => text === 'first')).toHaveLength(4);
    const few = await renderSeedSets(samples({ searches: 2, evaluations: 2 }), 'exp');
    expect(few.terminal).toContain('n/a: n = 4 is too few: at least 5 are needed');
  });
});

describe('a rank heat map', () => {
  it('ranks means set by set, equal ones alike', () => {
    // The second set turns the order of the first around, and two methods of it are equal.
    const value = (method: number, set: number) => [[1, 2, 3][method], [3, 1, 1][method]][set] ?? 0;
    const found = setRanks(samples({ methods: ['a', 'b', 'c'], seedSets: ['one', 'two'], value }));
    expect(found.sets.map(({ ranks }) => ranks)).toEqual([
      [1, 2, 3],
      [3, 1.5, 1.5],
    ]);
    expect(found.averages).toEqual([2, 1.75, 2.25]);
    expect(found.pairs).toHaveLength(1);
  });

  it('does not rank in a set that lacks a method', () => {
    const table = samples();
    const [first, ...rest] = table.rows;
    if (first === undefined) throw new Error('Expected a row');
    const values = first.values.filter(({ seedSet }) => seedSet !== 'second');
    const found = setRanks({ ...table, rows: [{ ...first, values }, ...rest] });
    expect(found.sets.map(({ ranks }) => ranks.includes(null))).toEqual([false, true, false, false]);
    expect(found.pairs).toHaveLength(3);
  });
});

describe('a critical-difference diagram', () => {
  const ranked = (rows: readonly (readonly number[])[]) =>
    rankTest(
      samples({
        ...{ methods: (rows[0] ?? []).map((_, i) => `m${i}`), seedSets: ['only'] },
        ...{
          searches: rows.length,
          evaluations: 1,
          value: (method, _, search) => rows[search]?.[method] ?? 0,
        },
      }),
    );

  it('joins methods that lie closer than the critical difference, in groups as large as can be', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [1, 2 + (i % 2), 3 - (i % 2), 4, 5]);
    const { methods, cliques, test } = ranked(rows);
    expect(methods.map(({ averageRank }) => averageRank)).toEqual([1, 2.5, 2.5, 4, 5]);
    // q = 2.728: 2.728 * sqrt(5 * 6 / (6 * 20)) = 1.364.
    expect(test.ok && test.value.criticalDifference.toFixed(3)).toBe('1.364');
    expect(cliques).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('joins all where the test of all finds nothing, and none where it cannot be made', async () => {
    const alternating = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? [1, 2, 3] : [3, 2, 1]));
    expect(ranked(alternating).cliques).toEqual([[0, 2]]);
    const few = ranked(alternating.slice(0, 4));
    expect([few.test.ok, few.cliques]).toEqual([false, []]);
    const { terminal, results } = await renderCriticalDifference(samples({ methods: ['a', 'b'] }), 'exp');
    expect(terminal).toContain('of methods, n = 2 is too few: at least 3 are needed');
    expect(texts(results['main.svg']).join(' ')).toContain('no method is told from another');
    expect(texts(results['main.svg']).join(' ')).not.toContain('critical difference');
  });

  it('leaves out seeds that a method lacks', () => {
    const table = samples();
    const rows = table.rows.map((row, i) => (i === 0 ? { ...row, values: row.values.slice(2) } : row));
    expect(rankTest({ ...table, rows }).blocks).toBe(34);
  });
});

describe('variance components', () => {
  it('name what no seed tells apart', () => {
    const parts = (table: ReturnType<typeof samples>) =>
      rowComponents(table)[0]?.components.map(({ source, with: other }) => [source, other]);
    expect(parts(samples())).toEqual([
      ['seed set', null],
      ['search', null],
      ['evaluation', null],
    ]);
    expect(parts(samples({ searches: 1 }))).toEqual([
      ['seed set', 'search'],
      ['evaluation', null],
    ]);
    expect(parts(samples({ evaluations: 1 }))).toEqual([
      ['seed set', null],
      ['search', 'evaluation'],
    ]);
  });

  it('are shares of a whole, and those of a spread that is made of one of them', () => {
    const bySet = rowComponents(samples({ value: (_, set) => set }))[0]?.components ?? [];
    expect(bySet.map(({ share }) => share)).toEqual([1, 0, 0]);
    const all = rowComponents(samples())[1]?.components ?? [];
    expect(all.reduce((total, { share }) => total + share, 0)).toBeCloseTo(1, 12);
  });

  it.each([
    [{ seedSets: ['a', 'b'] }, '2 seed sets are too few for a variance: at least 4 are needed'],
    [{ seedSets: ['a'], searches: 2 }, '2 searches are too few for a variance: at least 4 are needed'],
    [{ seedSets: ['a'], evaluations: 1 }, 'nothing tells parts of the spread apart'],
    [{ value: () => 3 }, 'all values are equal'],
  ])('of too few are not drawn, and the figure says why: %j', async (shape, reason) => {
    const { results, terminal } = await renderVariance(samples(shape), 'exp');
    expect(terminal).toContain(reason);
    expect(texts(results['main.svg']).join()).toContain(reason);
    expect(texts(results['main.svg'])).not.toContain('evaluation');
  });
});
