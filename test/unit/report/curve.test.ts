import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../runner/report/kinds/curve/curve.ts';
import { computeCurve } from '../../../runner/report/kinds/curve/curve.ts';
import {
  renderCurveCsv,
  renderCurveJson,
  renderCurveProvenance,
} from '../../../runner/report/kinds/curve/curve-data.ts';
import { curveText } from '../../../runner/report/kinds/curve/curve-text.ts';
import type { CurveReport } from '../../../runner/report/kinds/curve/settings.ts';
import { curveInput, curveRun, curveSettings } from './sample-figures.ts';

const at = (...points: readonly (readonly [number, number])[]): CurvePoint[] =>
  points.map(([x, y]) => ({ x, y }));

const line = (settings: Partial<CurveReport>, ...runs: readonly (readonly CurvePoint[])[]) => {
  const row = { label: 'rsws', method: 'rsws', seedSet: null, missing: [] };
  const curve = computeCurve({
    name: 'c',
    settings: { ...curveSettings, ...settings },
    rows: [{ ...row, runs: runs.map((points, i) => curveRun(i + 1, points)) }],
  });
  return curve.lines[0]?.points;
};

describe('computeCurve', () => {
  it('takes the mean of the runs, with a band of one sample standard deviation', () => {
    expect(line({}, at([1, 10], [2, 6]), at([1, 14], [2, 6]))).toEqual([
      { x: 1, y: 12, low: 12 - Math.sqrt(8), high: 12 + Math.sqrt(8), n: 2 },
      { x: 2, y: 6, low: 6, high: 6, n: 2 },
    ]);
  });

  it('takes the standard error of NAS-Bench-1Shot1: the std with denominator n, over the root of n', () => {
    // 1, 2, 4, 9: mean 4, squared deviations 9, 4, 0, 25; their mean 9.5.
    const runs = [1, 2, 4, 9].map((y) => at([0, y]));
    const [point] = line({ spread: 'standard-error' }, ...runs) ?? [];
    expect([point?.y, point?.n]).toEqual([4, 4]);
    expect(point?.high).toBeCloseTo(4 + Math.sqrt(9.5) / 2, 12);
    expect(point?.low).toBeCloseTo(4 - Math.sqrt(9.5) / 2, 12);
    expect(line({ spread: 'standard-error' }, at([0, 1]))?.[0]).toMatchObject({ low: null, high: null });
  });

  it('says which band a mean has; the data say it where it is not the usual one', () => {
    const curve = computeCurve(curveInput({ spread: 'standard-error' }));
    expect(JSON.stringify(curveText(curve))).toContain(
      'the standard deviation (denominator n) over the root of n',
    );
    expect(JSON.parse(renderCurveJson(curve))).toMatchObject({ spread: 'standard-error' });
    const usual = computeCurve(curveInput({}));
    expect(JSON.stringify(curveText(usual))).toContain('one sample standard deviation (denominator n - 1)');
    expect(JSON.parse(renderCurveJson(usual))).not.toHaveProperty('spread');
  });

  it('takes the median, with a band between the quartiles', () => {
    const runs = [1, 2, 4, 8].map((y) => at([0, y]));
    expect(line({ aggregate: 'median' }, ...runs)).toEqual([{ x: 0, y: 3, low: 1.75, high: 5, n: 4 }]);
  });

  it('counts the runs of each point; one run has no band', () => {
    expect(line({}, at([1, 10], [2, 6]), at([1, 10]))).toEqual([
      { x: 1, y: 10, low: 10, high: 10, n: 2 },
      { x: 2, y: 6, low: null, high: null, n: 1 },
    ]);
  });

  it('of several values at one x takes the last', () => {
    expect(line({}, at([2, 5], [1, 9], [1, 7]))?.map(({ x, y }) => [x, y])).toEqual([
      [1, 7],
      [2, 5],
    ]);
  });

  it.each([
    ['lowest', [9, 4, 4, 3]],
    ['highest', [9, 9, 9, 9]],
    ['off', [9, 4, 6, 3]],
  ] as const)('best so far: %s', (bestSoFar, expected) => {
    const points = line({ bestSoFar }, at([3, 6], [1, 9], [2, 4], [4, 3]));
    expect(points?.map(({ y }) => y)).toEqual(expected);
  });

  it('a window: the mean of that many points in a row, before the best so far is taken', () => {
    const run = at([1, 4], [2, 8], [3, 6], [5, 1]);
    expect(line({ window: 2 }, run)?.map(({ x, y }) => [x, y])).toEqual([
      [2, 6],
      [3, 7],
      [5, 3.5],
    ]);
    expect(line({ window: 2, bestSoFar: 'lowest' }, run)?.map(({ y }) => y)).toEqual([6, 6, 3.5]);
    expect(line({ window: 5 }, run)).toEqual([]);
  });

  it("the interval of a mean is Student's", () => {
    // t of 0.975 and one degree of freedom is tan(0.475 pi) = 12.7062; the deviation of 4 and 6 is the root of 2.
    const [point] = line({ spread: 'interval' }, at([1, 4]), at([1, 6])) ?? [];
    expect(point?.low).toBeCloseTo(5 - Math.tan(0.475 * Math.PI), 9);
    expect(point?.high).toBeCloseTo(5 + Math.tan(0.475 * Math.PI), 9);
  });

  it('holds each value until the next of its run, from where all runs have begun to the last x of any', () => {
    // Run 1 is 10 from x = 1 and 4 from x = 4; run 2 is 8 from x = 2 and 6 from x = 3; both hold on to x = 5.
    const points = line({ step: true }, at([1, 10], [4, 4], [5, 4]), at([2, 8], [3, 6]));
    expect(points?.map(({ x, y, n }) => [x, y, n])).toEqual([
      [2, 9, 2],
      [3, 8, 2],
      [4, 5, 2],
      [5, 5, 2],
    ]);
  });

  it('leaves out the steps at which nothing changes', () => {
    const points = line({ step: true, bestSoFar: 'lowest' }, at([1, 5], [2, 7], [3, 6], [4, 5], [5, 5.5]));
    expect(points?.map(({ x, y }) => [x, y])).toEqual([
      [1, 5],
      [5, 5],
    ]);
  });

  it('gives an empty line for a method without runs', () => {
    expect(line({})).toEqual([]);
    expect(line({ step: true })).toEqual([]);
  });

  it('the order in which jobs finished changes no byte', () => {
    const input = curveInput({ step: true });
    const rows = input.rows.map((row) => ({ ...row, runs: row.runs.toReversed() }));
    const [before, after] = [input, { ...input, rows }].map((each) => {
      const curve = computeCurve(each);
      return [renderCurveJson(curve), renderCurveCsv(curve), renderCurveProvenance(curve), curveText(curve)];
    });
    expect(after).toEqual(before);
  });
});

describe('the files of a curve', () => {
  const runs = [curveRun(1, at([1, 2e12], [2, 1e12])), curveRun(2, at([1, 4e12]), true)];
  const curve = computeCurve({
    name: 'cost',
    settings: { ...curveSettings, y: 'cost.multiplyAdds', yLabel: 'Search cost (T mult-adds)' },
    rows: [
      { label: 'rsws', method: 'rsws', seedSet: null, runs, missing: [] },
      {
        ...{ label: 'random', method: 'random', seedSet: null, runs: [] },
        missing: [{ ...curveRun(3, []), reason: 'not-measured' }],
      },
    ],
  });

  it('have, in CSV, the numbers in the unit of a metric of that name', () => {
    expect(renderCurveCsv(curve)).toBe(
      [
        'row,method,x,xUnit,y,low,high,yUnit,n,dirty',
        'rsws,rsws,1,,3,1.585786437626905,4.414213562373095,T mult-adds,2,dirty',
        'rsws,rsws,2,,1,,,T mult-adds,1,dirty',
        '',
      ].join('\n'),
    );
  });

  it('say in words what is missing and what the points rest on', () => {
    expect(curveText(curve)).toEqual({
      title: 'Best architecture found (textures10, profile nano)',
      header: [
        { text: 'Method', align: 'left' },
        { text: 'Runs', align: 'right' },
        { text: 'Architectures evaluated, last', align: 'right' },
        { text: 'Search cost (T mult-adds), mean ± std', align: 'right' },
      ],
      rows: [
        [
          { text: 'rsws', mark: null },
          { text: '2', mark: null },
          { text: '2', mark: null },
          { text: '1', mark: null },
        ],
        [
          { text: 'random', mark: null },
          { text: '0', mark: 1 },
          { text: '–', mark: null },
          { text: '–', mark: null },
        ],
      ],
      marked: ['jobs without such a trajectory: 1 of 1 (seed 3)'],
      notes: [
        'x: trial; y: cost.multiplyAdds; of the trajectories of stage search, phase score',
        'line: mean of the runs; band: one sample standard deviation (denominator n - 1) to each side',
        'rsws: some points rest on 1 of 2 runs, since not all have a value there',
      ],
      warning: 'dirty: computed from an uncommitted tree',
    });
  });

  it('have, in JSON, the numbers in their own unit, and the job of each run', () => {
    const json = JSON.parse(renderCurveJson(curve));
    expect(json.y).toEqual({
      ...{ field: 'cost.multiplyAdds', label: 'Search cost (T mult-adds)', scaleType: 'linear' },
      ...{ unit: 'T mult-adds', scale: 1e-12 },
    });
    expect(json.rows[0].points[1]).toEqual({ x: 2, y: 1e12, low: null, high: null, n: 1 });
    expect(json.rows[0].runs).toEqual(runs.map(({ seed, seedSet, jobKey }) => ({ seed, seedSet, jobKey })));
  });
});
