/** Verdicts on figures and tables of correlations. */
import { describe, expect, it } from 'vitest';
import { renderCorrelation } from '../../../runner/report/kinds/correlation/index.ts';
import type { CurveInput } from '../../../runner/report/kinds/curve/curve.ts';
import { computeCurve } from '../../../runner/report/kinds/curve/curve.ts';
import { renderCurveJson } from '../../../runner/report/kinds/curve/curve-data.ts';
import { renderPaired } from '../../../runner/report/kinds/paired/index.ts';
import { computePaired } from '../../../runner/report/kinds/paired/paired-table.ts';
import { computeCorrelation } from '../../../runner/report/pairs/correlation-table.ts';
import { compareReports } from '../../../runner/rerun/compare-report.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import type { JobKey } from '../../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../../schemas/lock.ts';
import { lockedJobOf, lockedProfileOf } from '../../util/locked.ts';
import { correlationSettings, curveInput, pair, pairedInput } from './sample-figures.ts';

const job = (key: JobKey, bytes: string, errorPercent = 0): LockedJob => ({
  ...lockedJobOf('', bytes, {
    validation: { split: 'validation', examples: 10, errorPercent, loss: 1 },
    test: { split: 'test', examples: 10, errorPercent, loss: 1 },
  }),
  key,
});

const profileOf = (jobs: Record<string, LockedJob>, name: string, json: string): LockedProfile =>
  lockedProfileOf(jobs, { reports: { [`${name}.json`]: sha256(json) } });

interface Now {
  readonly json: string;
  readonly jobs: Record<string, LockedJob>;
  readonly provenance?: string;
}

/** The one report of a rerun that found `now`, against the lock of `jobs` and `json`. */
function compare(
  name: string,
  before: { readonly json: string; readonly jobs: Record<string, LockedJob> },
  now: Now,
  lockedText: string | null = null,
) {
  const report = { name, terminal: 'text', json: now.json, provenance: now.provenance ?? null };
  const [locked, found] = [profileOf(before.jobs, name, before.json), profileOf(now.jobs, name, now.json)];
  const [compared] = compareReports([report], locked, found, () => lockedText ?? undefined);
  return compared;
}

describe('the verdict on a line of a curve', () => {
  const input = curveInput({}, 6, ['rsws', 'random']);
  const scaledBy = (factor: number, of: CurveInput = input): CurveInput => ({
    ...of,
    rows: of.rows.map((row, i) => ({
      ...row,
      runs: row.runs.map((run) => ({
        ...run,
        points: i === 0 ? run.points.map(({ x, y }) => ({ x, y: y * factor })) : run.points,
      })),
    })),
  });
  const jobsOf = (bytesOfFirst: string): Record<string, LockedJob> =>
    Object.fromEntries(
      input.rows.flatMap(({ label, runs }) =>
        runs.map(({ seed, jobKey }) => [
          `${label}/${seed}`,
          job(jobKey, label === 'rsws' ? bytesOfFirst : 'same'),
        ]),
      ),
    );
  const before = renderCurveJson(computeCurve(input));
  const verdicts = (now: CurveInput, bytesOfFirst: string, lockedText: string | null = before) => {
    const json = renderCurveJson(computeCurve(now));
    const locked = { json: before, jobs: jobsOf('same') };
    const report = compare('anytime', locked, { json, jobs: jobsOf(bytesOfFirst) }, lockedText);
    return report?.rows.map((row) => [row.label, ...row.verdicts]);
  };

  it('is bitwise when every output of its jobs is', () => {
    expect(verdicts(input, 'same', null)).toEqual([
      ['rsws', 'bitwise'],
      ['random', 'bitwise'],
    ]);
  });

  it('is within tolerance when its numbers are, and those of the lock are at hand', () => {
    expect(verdicts(scaledBy(1.00001), 'other')).toEqual([
      ['rsws', 'within tolerance'],
      ['random', 'bitwise'],
    ]);
    expect(verdicts(scaledBy(1.01), 'other')?.[0]).toEqual(['rsws', 'differs']);
  });

  it('is that it differs when the numbers of the lock are not at hand', () => {
    expect(verdicts(scaledBy(1.00001), 'other', null)?.[0]).toEqual(['rsws', 'differs']);
    expect(verdicts(scaledBy(1.00001), 'other', before.replace('"points"', '"dots"'))?.[0]).toEqual([
      ...['rsws', 'differs'],
    ]);
  });

  it('is missing when one of its jobs is', () => {
    const [first, ...rest] = input.rows;
    if (first === undefined) throw new Error('Expected a row');
    const [run, ...runs] = first.runs;
    if (run === undefined) throw new Error('Expected a run');
    const lost = {
      ...first,
      runs,
      missing: [{ seed: run.seed, seedSet: run.seedSet, reason: 'failed' as const }],
    };
    expect(verdicts({ ...input, rows: [lost, ...rest] }, 'same')?.[0]).toEqual(['rsws', 'missing']);
  });
});

describe('the verdict on a row of correlations', () => {
  const pairs = [pair(1, 20, 10), pair(2, 30, 12)];
  const row = { label: 'rsws', method: 'rsws', seedSet: 'first', pairs, missing: [] };
  const table = computeCorrelation({ name: 'ranks', settings: correlationSettings, rows: [row] });
  const json = renderCorrelation(table, 'paper').results['ranks.json'] ?? '';
  const jobsWith = (factor: number, bytes: string) =>
    Object.fromEntries(
      pairs.flatMap(({ x, y }, i) => [
        [`x${i}`, job(x.jobKey, 'same', x.value)],
        [`y${i}`, job(y.jobKey, bytes, y.value * factor)],
      ]),
    );
  const verdicts = (factor: number) => {
    const found = jobsWith(factor, factor === 1 ? 'same' : 'other');
    const report = compare('ranks', { json, jobs: jobsWith(1, 'same') }, { json, jobs: found });
    return { columns: report?.columns, rows: report?.rows };
  };

  it('is one for each of the two metrics', () => {
    expect(verdicts(1)).toEqual({
      columns: ['Validation error', 'Test error'],
      rows: [{ label: 'rsws first', verdicts: ['bitwise', 'bitwise'] }],
    });
    expect(verdicts(1.00001).rows).toEqual([
      { label: 'rsws first', verdicts: ['bitwise', 'within tolerance'] },
    ]);
    expect(verdicts(3).rows).toEqual([{ label: 'rsws first', verdicts: ['bitwise', 'differs'] }]);
  });
});

describe('the verdict on a method against its baseline', () => {
  const { rows, ...rest } = pairedInput();
  const [sample] = rows;
  if (sample === undefined) throw new Error('Expected a row');
  // In samples, equal values would be those of one job.
  const first = { ...sample, pairs: sample.pairs.filter(({ x, y }) => x.value !== y.value) };
  const jsonOf = (missing: typeof first.missing): string =>
    renderPaired(computePaired({ ...rest, rows: [{ ...first, missing }] }), 'paper').results['paired.json'] ??
    '';
  const json = jsonOf([]);
  const jobsWith = (factor: number, bytes: string) =>
    Object.fromEntries(
      first.pairs.flatMap(({ x, y }, i) => [
        [`x${i}`, job(x.jobKey, 'same', x.value)],
        [`y${i}`, job(y.jobKey, bytes, y.value * factor)],
      ]),
    );
  const verdicts = (factor: number, text = json) => {
    const found = jobsWith(factor, factor === 1 ? 'same' : 'other');
    const report = compare('paired', { json, jobs: jobsWith(1, 'same') }, { json: text, jobs: found });
    return { columns: report?.columns, rows: report?.rows };
  };

  it('is one for each of the two', () => {
    expect(verdicts(1)).toEqual({
      columns: ['Test error', 'Test error of the baseline'],
      rows: [{ label: 'rsws against random', verdicts: ['bitwise', 'bitwise'] }],
    });
    expect(verdicts(1.00001).rows?.[0]?.verdicts).toEqual(['bitwise', 'within tolerance']);
    expect(verdicts(3).rows?.[0]?.verdicts).toEqual(['bitwise', 'differs']);
  });

  it('is missing when a job of either is', () => {
    expect(verdicts(1, jsonOf(first.missing)).rows?.[0]?.verdicts).toEqual(['missing', 'missing']);
  });
});

describe('the verdict on rows of data', () => {
  const before = '[\n{"seed":1,"loss":0.5,"ops":["a",2]},\n{"seed":2,"loss":null}\n]\n';
  const verdictOn = (now: string, lockedText: string | null = before, missing: readonly object[] = []) => {
    const provenance = JSON.stringify({ formatVersion: 1, name: 'data', dirty: false, jobs: [], missing });
    const found = { json: now, jobs: {}, provenance };
    const report = compare('data', { json: before, jobs: {} }, found, lockedText);
    expect(report?.columns).toEqual(['Rows']);
    return report?.rows.map(({ label, verdicts }) => [label, ...verdicts]);
  };

  it('is bitwise when the file is, whether or not the locked one is at hand', () => {
    expect(verdictOn(before)).toEqual([['all jobs', 'bitwise']]);
    expect(verdictOn(before, null)).toEqual([['all jobs', 'bitwise']]);
  });

  it('is within tolerance when every number is, and the rest is equal', () => {
    expect(verdictOn(before.replace('0.5', '0.50001'))).toEqual([['all jobs', 'within tolerance']]);
    for (const other of ['0.51', '"0.5"', '0.5,"more":1']) {
      expect(verdictOn(before.replace('0.5', other))).toEqual([['all jobs', 'differs']]);
    }
    for (const other of ['["a"]', '["a",2,3]', '["b",2]']) {
      expect(verdictOn(before.replace('["a",2]', other))).toEqual([['all jobs', 'differs']]);
    }
    expect(verdictOn(before.replace(',\n{"seed":2,"loss":null}', ''))).toEqual([['all jobs', 'differs']]);
  });

  it('is that it differs when the locked file is not at hand', () => {
    expect(verdictOn(before.replace('0.5', '0.50001'), null)).toEqual([['all jobs', 'differs']]);
    expect(verdictOn(before.replace('0.5', '0.50001'), '[]\n')).toEqual([['all jobs', 'differs']]);
  });

  it('is missing when one of the jobs is', () => {
    expect(verdictOn('[]\n', before, [{ seed: 1, seedSet: 'first', reason: 'failed' }])).toEqual([
      ...[['all jobs', 'missing']],
    ]);
  });
});
