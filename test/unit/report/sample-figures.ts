/** Inputs of figures and of tables of correlations, with numbers that need no random generator. */

import type { CorrelationReport } from '../../../runner/report/kinds/correlation/settings.ts';
import type { CurveInput, CurvePoint } from '../../../runner/report/kinds/curve/curve.ts';
import type { CurveReport } from '../../../runner/report/kinds/curve/settings.ts';
import type { PairedInput } from '../../../runner/report/kinds/paired/paired-table.ts';
import type { PairedReport } from '../../../runner/report/kinds/paired/settings.ts';
import type { ScatterReport } from '../../../runner/report/kinds/scatter/settings.ts';
import type { PairsInput } from '../../../runner/report/pairs/correlation-table.ts';
import type { SeedPair } from '../../../runner/report/report-input.ts';
import { seedValue } from './sample-report.ts';

export const curveSettings: CurveReport = {
  kind: 'curve',
  title: 'Best architecture found (textures10, profile nano)',
  stage: 'search',
  phase: 'score',
  x: 'trial',
  y: 'errorPercent',
  xLabel: 'Architectures evaluated',
  yLabel: 'Validation error (%)',
  xScale: 'linear',
  yScale: 'linear',
  aggregate: 'mean',
  spread: 'deviation',
  bestSoFar: 'off',
  step: false,
  panels: 'auto',
  bands: 'always',
};

export const curveRun = (seed: number, points: readonly CurvePoint[], dirty = false) => {
  const { value: _, ...source } = seedValue('first', seed, 0, dirty);
  return { ...source, points };
};

/** A run whose y falls from 60 towards `end`, with a ripple that depends on the seed. */
const fallingRun = (seed: number, count: number, end: number) =>
  curveRun(
    seed,
    Array.from({ length: count }, (_, i) => {
      const x = i + 1;
      return { x, y: end + (60 - end) / x + (((x * 37 + seed * 101) % 17) - 8) / 4 };
    }),
  );

export const curveInput = (
  settings: Partial<CurveReport> = {},
  count = 40,
  labels: readonly string[] = ['rsws', 'random', 'regularized-evolution'],
): CurveInput => ({
  name: 'anytime',
  settings: { ...curveSettings, ...settings },
  rows: labels.map((label, i) => ({
    ...{ label, method: label, seedSet: null, missing: [] },
    runs: [1, 2, 3, 4].map((seed) => fallingRun(seed + 10 * i, count - 3 * (seed % 2), 20 + 6 * i)),
  })),
});

const x = { metric: 'validation.errorPercent', stage: 'retrain', label: 'Validation error' } as const;
const y = { metric: 'test.errorPercent', stage: 'evaluate', label: 'Test error' } as const;

export const pair = (seed: number, valueX: number, valueY: number, dirty = false): SeedPair => ({
  x: seedValue('first', seed, valueX),
  y: seedValue('first', seed, valueY, dirty),
});

const pairs = (offset: number, count: number): SeedPair[] =>
  Array.from({ length: count }, (_, i) => {
    const at = 20 + offset + ((i * 13) % 29) / 2;
    return pair(i + 1, at, at * 0.9 + ((i * 7) % 11) / 2);
  });

export const correlationSettings: CorrelationReport = {
  kind: 'correlation',
  title: 'Search against evaluation',
  rows: 'method',
  x,
  y,
  published: { rsws: { kendall: 0.195, n: 10 } },
};

export const pairsInput = (
  settings: CorrelationReport | ScatterReport = correlationSettings,
): PairsInput => ({
  name: 'ranks',
  settings,
  rows: [
    { label: 'rsws', method: 'rsws', seedSet: null, pairs: pairs(0, 12), missing: [] },
    { label: 'random', method: 'random', seedSet: null, pairs: pairs(6, 9), missing: [] },
    {
      ...{ label: 'darts[order=second]', method: 'darts', seedSet: null, pairs: pairs(3, 3) },
      missing: [{ ...pair(9, 0, 0).x, reason: 'failed' }],
    },
  ],
});

/** Six wins, a tie and a loss with a job that failed, and thirteen wins. */
export const pairedInput = (settings: Partial<PairedReport> = {}): PairedInput => ({
  name: 'paired',
  settings: {
    ...{ kind: 'paired', title: 'Against random search', ...y },
    baselines: { rsws: 'random', darts: 'rsws' },
    ...settings,
  },
  rows: [
    {
      ...{ label: 'rsws', method: 'rsws', seedSet: null, baseline: { label: 'random', method: 'random' } },
      pairs: [3, 2.5, 2, 3.5, 1, 1.5, 0, -1].map((gain, i) => pair(i + 1, 20 + i - gain, 20 + i)),
      missing: [{ ...pair(9, 0, 0).x, reason: 'failed' }],
    },
    {
      ...{ label: 'darts[order=second]', method: 'darts', seedSet: null, missing: [] },
      baseline: { label: 'rsws', method: 'rsws' },
      pairs: Array.from({ length: 13 }, (_, i) => pair(i + 1, 18 + i / 4, 20 + i / 2)),
    },
  ],
});

export const scatterSettings: ScatterReport = {
  ...{ kind: 'scatter', title: 'Search against evaluation (textures10)', x, y },
  ...{ xScale: 'linear', yScale: 'linear' },
};
