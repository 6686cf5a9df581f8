import { describe, expect, it } from 'vitest';
import { parseJsonLines } from '../../../runner/report/json-lines.ts';
import { curveProblemText } from '../../../runner/report/kinds/curve/curve-problem.ts';
import { trajectoryPoints } from '../../../runner/report/kinds/curve/trajectory.ts';

const lines = parseJsonLines(
  [
    '{"epoch":1,"loss":2.5,"phase":"train"}',
    '{"epoch":2,"phase":"train"}',
    '{"architecture":"a","phase":"score","trial":1,"validation":{"errorPercent":41.5}}',
    '{"architecture":"b","phase":"score","trial":2,"validation":{"errorPercent":40}}',
    '',
  ].join('\n'),
);

const score = { phase: 'score', x: 'trial', y: 'validation.errorPercent' };

describe('trajectoryPoints', () => {
  it('takes the lines of a phase that have both numbers, in file order', () => {
    expect(trajectoryPoints(lines, score)).toEqual([
      { x: 1, y: 41.5 },
      { x: 2, y: 40 },
    ]);
    expect(trajectoryPoints(lines, { phase: null, x: 'epoch', y: 'loss' })).toEqual([{ x: 1, y: 2.5 }]);
  });

  it('reads no field that a line only inherits', () => {
    const found = trajectoryPoints(lines, { ...score, y: 'architecture.length' });
    expect(found).toMatchObject({ reason: 'no-such-field', field: 'architecture.length' });
  });

  it.each([
    [
      { ...score, phase: 'scores' },
      'reports.r.phase: expected a phase of m/first/search/s1 (trajectory.jsonl), one of train, score; found "scores"',
    ],
    [
      { ...score, y: 'validation.loss' },
      'reports.r: expected numbers of m/first/search/s1 (trajectory.jsonl), some of trial, validation.errorPercent; found "validation.loss"',
    ],
    [
      { phase: null, x: 'epoch', y: 'trial' },
      'reports.r: expected x and y in the same lines of m/first/search/s1 (trajectory.jsonl); found none that has both',
    ],
  ])('says what %o expects and what there is', (settings, text) => {
    const found = trajectoryPoints(lines, settings);
    if (!('reason' in found)) throw new Error('Expected no points');
    expect(curveProblemText({ ...found, path: 'reports.r', job: 'm/first/search/s1' })).toBe(text);
  });
});
