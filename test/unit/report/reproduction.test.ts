/** Published and reproduced, side by side, with a verdict that two tests support. */
import { describe, expect, it } from 'vitest';
import { renderReproduction } from '../../../runner/report/kinds/reproduction/index.ts';
import { judgeRows } from '../../../runner/report/kinds/reproduction/judge-rows.ts';
import type { PublishedValue } from '../../../runner/report/settings/published.ts';
import { latexProblems } from '../../util/latex.ts';
import { samples } from './sample-samples.ts';

const rsws = (values: readonly number[]) =>
  samples({
    ...{
      kind: 'reproduction',
      methods: ['rsws'],
      seedSets: ['only'],
      evaluations: 1,
      searches: values.length,
    },
    value: (_method, _set, search) => values[search] ?? 0,
  });

const verdictOf = (values: readonly number[], published: PublishedValue, margin = 5) =>
  judgeRows(rsws(values), { rsws: published }, margin)[0]?.against?.verdict;

const published = { mean: 2.85, std: 0.08, n: 10 };
const close = [2.8, 2.9, 2.75, 2.88, 2.83, 2.92];

describe('the verdict on a published mean', () => {
  it.each([
    ['reproduced', close, published, 5],
    ['reproduced', close, { mean: 2.85 }, 5],
    // The same values show less than is asked of them.
    ['cannot be told', close, published, 1],
    ['differs', close.map((value) => value + 0.5), published, 5],
    ['differs', close.map((value) => value + 0.5), { mean: 2.85 }, 5],
    // A difference beyond chance that does not matter.
    ['reproduced', close.map((value) => value / 10 + 2.6), { mean: 2.85 }, 5],
    ['cannot be told', [2, 4], published, 5],
    ['cannot be told', [2.85], published, 5],
    ['cannot be told', [3, 3, 3], { mean: 3 }, 5],
    ['cannot be told', [0.1, -0.1, 0.05], { mean: 0 }, 5],
  ] as const)('%s: %j against %j within %d %%', (verdict, values, number, margin) => {
    expect(verdictOf(values, number, margin)).toBe(verdict);
  });

  it('is none where no mean was published', () => {
    const [row] = judgeRows(rsws(close), { rsws: { best: 2.7 } }, 5);
    expect(row).toMatchObject({ against: null, n: 6 });
  });

  it("is that of Welch's test, by Holm over the rows", () => {
    // scipy.stats.ttest_ind_from_stats(2.8466667, 0.065012819, 6, 2.85, 0.08, 10, equal_var=False)
    const [row] = judgeRows(rsws(close), { rsws: published }, 5);
    const test = row?.against?.test;
    expect(test?.ok && test.value.difference.toFixed(6)).toBe('0.929007');
    const two = judgeRows(
      samples({
        methods: ['a', 'b'],
        seedSets: ['only'],
        searches: 6,
        evaluations: 1,
        value: (_m, _s, i) => close[i] ?? 0,
      }),
      { a: { mean: 2.75 }, b: { mean: 2.75 } },
      1,
    );
    const one = judgeRows(rsws(close), { rsws: { mean: 2.75 } }, 1);
    const p = (rows: typeof one) =>
      rows.map(({ against }) => (against?.test.ok ? against.test.value.difference : null));
    expect(p(two)).toEqual([2 * Number(p(one)[0]), 2 * Number(p(one)[0])]);
  });
});

it('the table has published, reproduced, interval, n and verdict side by side', () => {
  const table = rsws(close);
  const { terminal, results } = renderReproduction(
    table,
    { margin: 5, published: { rsws: published } },
    'exp',
  );
  expect(terminal).toMatch(
    /Method +Published +Reproduced \(%\) +95 % interval +n +Difference +Verdict\n.*\nrsws +2\.85 ± 0\.08 \(n=10\) +2\.85 ± 0\.07 +\[2\.78, 2\.91\] +6 +0\.00 +reproduced\n/,
  );
  expect(latexProblems(results['main.tex'] ?? '')).toEqual([]);
  const few = renderReproduction(rsws([3]), { margin: 5, published: { rsws: published } }, 'exp');
  expect(few.terminal).toContain('cannot be told [1]');
  expect(few.terminal).toContain('[1] n/a: n = 1 is too few: at least 2 are needed');
});
