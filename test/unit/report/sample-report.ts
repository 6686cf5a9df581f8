/** A report of two methods on two seed sets, with published values, a failed job and a single-value cell. */

import type { ReportInput } from '../../../runner/report/kinds/table/report-table.ts';
import type { SeedValue } from '../../../runner/report/report-input.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { toArtifactId, toGitCommit, toJobKey, toSeed } from '../../../schemas/ids.ts';

export function seedValue(seedSet: string, seed: number, value: number, dirty = false): SeedValue {
  const name = `${seedSet}/${seed}/${value}`;
  return {
    seed: toSeed(seed),
    seedSet,
    value,
    jobKey: toJobKey(sha256(`job ${name}`)),
    artifactId: toArtifactId(sha256(`artifact ${name}`)),
    commit: toGitCommit('c'.repeat(40)),
    dirty,
  };
}

const error = { metric: 'test.errorPercent', stage: 'evaluate', label: 'Test error' } as const;

export const sampleInput: ReportInput = {
  name: 'table5',
  settings: {
    kind: 'table',
    title: 'Test error of the selected cells',
    rows: 'method-by-seed-set',
    columns: [
      { ...error, show: 'best', label: 'Best test error' },
      { ...error, show: 'mean' },
      { metric: 'model.parameters', stage: 'evaluate', show: 'mean', label: 'Parameters' },
      { metric: 'cost.multiplyAdds', stage: 'search', show: 'mean', label: 'Search cost' },
    ],
    published: {
      rsws: {
        'test.errorPercent': { mean: 2.85, std: 0.08, best: 2.71, n: 10 },
        'model.parameters': { mean: 4.3 },
      },
    },
  },
  rows: [
    {
      label: 'rsws',
      method: 'rsws',
      seedSet: 'first',
      cells: [
        {
          values: [seedValue('first', 2, 3), seedValue('first', 1, 2.71), seedValue('first', 3, 2.84)],
          missing: [],
        },
        {
          values: [seedValue('first', 2, 3), seedValue('first', 1, 2.71), seedValue('first', 3, 2.84)],
          missing: [],
        },
        { values: [seedValue('first', 1, 4_312_345)], missing: [] },
        { values: [seedValue('first', 1, 1.5e15), seedValue('first', 2, 2.5e15)], missing: [] },
      ],
    },
    {
      label: 'random',
      method: 'random',
      seedSet: 'second',
      cells: [
        { values: [], missing: [{ seed: toSeed(101), seedSet: 'second', reason: 'failed' }] },
        {
          values: [seedValue('second', 102, 3.25)],
          missing: [
            { seed: toSeed(103), seedSet: 'second', reason: 'not-run' },
            { seed: toSeed(101), seedSet: 'second', reason: 'failed' },
          ],
        },
        { values: [], missing: [{ seed: toSeed(101), seedSet: 'second', reason: 'failed' }] },
        { values: [], missing: [] },
      ],
    },
  ],
};

/** One pooled method from a dirty tree, with a label that means something in every markup. */
export const awkwardInput = (label: string): ReportInput => ({
  name: 'odd_names',
  settings: {
    kind: 'table',
    title: '50% of | R&D_2 "quoted"',
    rows: 'method',
    columns: [{ metric: 'cost.architectures', stage: 'search', show: 'best', label: 'Seen, in all' }],
    published: {},
  },
  rows: [
    {
      label,
      method: 'm',
      seedSet: null,
      cells: [{ values: [seedValue('first', 1, 12, true), seedValue('second', 2, 15)], missing: [] }],
    },
  ],
});
