import { describe, expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import type { CurveReport } from '../../../runner/report/kinds/curve/settings.ts';
import type { ReportColumn, TableReport } from '../../../runner/report/kinds/table/settings.ts';
import { cellProblemText } from '../../../runner/trace/cell-problem-text.ts';
import { type CellRequest, findCell } from '../../../runner/trace/report-cell.ts';
import type { ResolvedManifest } from '../../../schemas/manifest.ts';
import { randomMethod, smallManifest } from '../../util/manifest.ts';

const column = (
  metric: ReportColumn['metric'],
  stage: string,
  rest: Partial<ReportColumn> = {},
): ReportColumn => ({
  metric,
  stage,
  label: metric,
  show: 'mean',
  ...rest,
});

const table = (columns: readonly ReportColumn[], rows: TableReport['rows']): TableReport => ({
  kind: 'table',
  title: 'A table',
  rows,
  columns,
  published: {},
});

const curve: CurveReport = {
  kind: 'curve',
  title: 'A curve',
  stage: 'search',
  phase: null,
  x: 'epoch',
  y: 'trainLoss',
  xLabel: 'Epoch',
  yLabel: 'Loss',
  xScale: 'linear',
  yScale: 'linear',
  aggregate: 'mean',
  spread: 'deviation',
  bestSoFar: 'off',
  step: false,
  panels: 'auto',
  bands: 'auto',
};

const manifest: ResolvedManifest = {
  ...smallManifest,
  methods: { random: randomMethod, tuned: { ...randomMethod, matrix: { evaluations: [2, 3] } } },
  reports: {
    main: table(
      [
        column('test.errorPercent', 'evaluate', { show: 'best', label: 'Best test error' }),
        column('test.errorPercent', 'evaluate', { label: 'Test error' }),
        column('cost.multiplyAdds', 'search'),
        column('cost.multiplyAdds', 'evaluate'),
      ],
      'method-by-seed-set',
    ),
    pooled: table([column('validation.errorPercent', 'retrain')], 'method'),
    lines: curve,
  },
};
const graph = expand(manifest);

const find = (row: string, name: string, report?: string) => {
  const request: CellRequest = { row, column: name, report };
  const found = findCell(manifest, graph, request);
  if (!found.ok) return found.failures.map((problem) => cellProblemText(problem, 'small')).join('');
  return { report: found.value.report, jobs: found.value.jobs.map(({ label }) => label) };
};

describe('the statistics of a cell', () => {
  const showsOf = (name: string) => {
    const found = findCell(manifest, graph, { row: 'random/first', column: name, report: undefined });
    return found.ok ? found.value.column.shows : [];
  };

  test('are those that the columns of its metric show', () => {
    expect(showsOf('test.errorPercent')).toEqual(['best', 'mean']);
    expect(showsOf('cost.multiplyAdds@search')).toEqual(['mean']);
  });
});

describe('the jobs behind a cell', () => {
  test('are those of its row and stage, without the selection', () => {
    const evaluated = [1, 2, 3, 4].map((seed) => `random/first/evaluate/s${seed}`);
    expect(find('random/first', 'test.errorPercent')).toEqual({ report: 'main', jobs: evaluated });
  });

  test('a row and a column may be called as the table shows them', () => {
    expect(find('random second', 'best TEST error')).toEqual(
      find('random/second', 'test.errorPercent@evaluate'),
    );
  });

  test('a row of pooled seed sets has the jobs of both', () => {
    expect(find('tuned[evaluations=3]', 'validation.errorPercent')).toEqual({
      report: 'pooled',
      jobs: [1, 2, 3]
        .map((seed) => `tuned[evaluations=3]/first/retrain/s${seed}`)
        .concat([11, 12].map((seed) => `tuned[evaluations=3]/second/retrain/s${seed}`)),
    });
  });

  test('a curve has a column too: its field', () => {
    expect(find('random', 'Loss', 'lines')).toMatchObject({ report: 'lines', jobs: { length: 5 } });
  });

  test.each([
    [
      'random',
      'test.errorPercent',
      'error: expected one row, found 2 that "random" means: random/first, random/second\n' +
        '  help: name one, for example "random/first"\n',
    ],
    [
      'random/first',
      'cost.multiplyAdds',
      'error: expected one column, found 2 that "cost.multiplyAdds" means: cost.multiplyAdds@search, cost.multiplyAdds@evaluate\n' +
        '  help: name one, for example "cost.multiplyAdds@search"\n',
    ],
    [
      'random/firts',
      'test.errorPercent',
      'error: expected as row one of random/first, random/second, tuned[evaluations=2]/first, tuned[evaluations=2]/second, ' +
        'tuned[evaluations=3]/first, tuned[evaluations=3]/second, found "random/firts"\n' +
        '  help: did you mean "random/first"?\n',
    ],
    [
      'random/first',
      'speed',
      'error: expected as column one of test.errorPercent@evaluate, cost.multiplyAdds@search, cost.multiplyAdds@evaluate, found "speed"\n' +
        '  help: `reprise show small` prints the reports with their columns\n',
    ],
  ])('%s, %s is refused with those there are', (row, name, text) => {
    expect(find(row, name)).toBe(text);
  });

  test('an unknown report is refused', () => {
    expect(find('random/first', 'test.errorPercent', 'mian')).toBe(
      'error: expected as report one of main, pooled, lines, found "mian"\n  help: did you mean "main"?\n',
    );
  });

  test('a cell that several reports have is asked for with its report', () => {
    const twice = { ...manifest, reports: { ...manifest.reports, again: manifest.reports['main'] ?? curve } };
    const request = { row: 'random/first', column: 'test.errorPercent', report: undefined };
    const found = findCell(twice, graph, request);
    expect(found.ok ? '' : found.failures.map((problem) => cellProblemText(problem, 'small')).join('')).toBe(
      'error: expected one report, found 2 that "random/first, test.errorPercent" means: main, again\n' +
        '  help: pass for example --report main\n',
    );
  });
});
