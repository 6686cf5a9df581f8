import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importJson } from '../../../experiments/benchmark/nasbench101-sources.ts';
import { Nasbench101Table, resultMetrics } from '../../../experiments/benchmark/nasbench101-table.ts';
import { data as optdigits } from '../../../experiments/data/optdigits.ts';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { Bench1Shot1Network } from '../../../experiments/model/nasbench/bench1shot1-network.ts';
import type { TrainedBench1Shot1 } from '../../../experiments/oneshot/bench1shot1/bench1shot1-run.ts';
import { bench1shot1Shape } from '../../../experiments/oneshot/bench1shot1/bench1shot1-run.ts';
import {
  correlateWithRecorded,
  drawRecordedCells,
} from '../../../experiments/oneshot/bench1shot1/correlation.ts';
import { recordedErrors, reportRecorded } from '../../../experiments/oneshot/bench1shot1/query-benchmark.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { pruned } from '../../../experiments/space/nasbench101/prune.ts';
import { realData } from '../../util/real-data.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

const spec = {
  matrix: [
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 0],
  ],
  ops: ['input', 'conv3x3-bn-relu', 'output'],
};

/** One cell, two lengths, two repeats; the later length ends with accuracies of 0.5 and 0.75. */
function smallTable(): Nasbench101Table {
  const hash = Uint32Array.from([0, 8, 16, 24], (at) =>
    Number.parseInt(cellHash(spec).slice(at, at + 8), 16),
  );
  const numbers = (values: readonly number[]) => Float64Array.from(values);
  const absent = numbers([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  const recorded = { finalValidationAccuracy: numbers([0.1, 0.2, 0.5, 0.75]) };
  const results = Object.fromEntries(resultMetrics.map((metric) => [metric, absent]));
  return new Nasbench101Table(
    { rows: 1, epochs: [4, 12], repeats: 2, source: 'a test' },
    {
      hash,
      vertices: Uint8Array.of(3),
      bits: Uint32Array.of(5),
      labelCode: Uint8Array.of(0),
      parameters: Uint32Array.of(1),
      results: { ...results, ...recorded } as never,
    },
  );
}

describe('recorded errors', () => {
  test('are means over repeats of the longest runs, validation and test apart', () => {
    const table = smallTable();
    const expected = { epochs: 12, validationErrorPercent: 37.5, testErrorPercent: null };
    expect(recordedErrors(table, spec)).toEqual(expected);
    expect(reportRecorded(table)(spec)).toEqual({ benchmark: expected });
  });

  test('are null for a cell that the table lacks', () => {
    const other = { ...spec, ops: ['input', 'maxpool3x3', 'output'] };
    expect(reportRecorded(smallTable())(other)).toEqual({ benchmark: null });
  });
});

const real = realData('nasbench101/nb101_real30.json');

describe('real records', () => {
  test('the mean of three runs of 108 epochs is what the file holds', ({ skip }) => {
    skip(real.absent, real.reason);
    const { table } = importJson(real.path);
    const listed: readonly RealCell[] = JSON.parse(readFileSync(real.path, 'utf8'));
    for (const { module_adjacency: matrix, module_operations: ops, computed } of listed) {
      const meanError = (name: 'final_test_accuracy' | 'final_validation_accuracy'): number =>
        100 * (1 - computed['108'].reduce((sum, run) => sum + run[name], 0) / 3);
      const found = recordedErrors(table, { matrix, ops });
      expect(found?.epochs).toBe(108);
      expect(found?.testErrorPercent).toBeCloseTo(meanError('final_test_accuracy'), 10);
      expect(found?.validationErrorPercent).toBeCloseTo(meanError('final_validation_accuracy'), 10);
    }
    expect(listed.length).toBe(30);
  });
});

interface RealCell {
  readonly module_adjacency: readonly (readonly number[])[];
  readonly module_operations: readonly string[];
  readonly computed: {
    readonly '108': readonly {
      readonly final_test_accuracy: number;
      readonly final_validation_accuracy: number;
    }[];
  };
}

const folder = mkdtempSync(join(tmpdir(), 'reprise-correlation-'));

describe('a one-shot model against recorded errors', () => {
  let network: Bench1Shot1Network;
  let trained: TrainedBench1Shot1;
  let part: Pick<Parameters<typeof correlateWithRecorded>[0], 'traits' | 'validation' | 'batchSize'>;

  beforeAll(async () => {
    await startEngine('wasm');
    writeTinyDigits(folder);
    const loaded = optdigits.load(folder);
    if (!loaded.ok) throw new Error('refused');
    const { traits, train } = loaded.value;
    const shape = bench1shot1Shape({ traits, settings: { initialChannels: 4, layers: 3 }, spaceNumber: 1 });
    network = new Bench1Shot1Network(shape, key(1));
    trained = { network, shape, form: 'plain' };
    part = { traits, validation: wholeSplit(train), batchSize: 32 };
  });
  afterAll(() => {
    network.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const everything = () =>
    drawRecordedCells(1, () => true, { count: 12, attempts: 1000, draws: draws(key(2)) });

  test('cells are drawn once each, in the order of the key, and only recorded ones', () => {
    const cells = everything();
    expect(new Set(cells.map((cell) => cellHash(toSpec(1, cell)))).size).toBe(12);
    expect(everything()).toEqual(cells);
    const small = drawRecordedCells(1, (one) => pruned(one).ops.length <= 4, {
      count: 5,
      attempts: 2000,
      draws: draws(key(2)),
    });
    expect(small.length).toBe(5);
    for (const cell of small) expect(pruned(toSpec(1, cell)).ops.length).toBeLessThanOrEqual(4);
    expect(drawRecordedCells(1, () => false, { count: 5, attempts: 50, draws: draws(key(2)) })).toEqual([]);
  });

  test.each(['plain', 'normalised'] as const)(
    'errors that the model itself gave correlate perfectly (%s)',
    async (form) => {
      const before = memory().numTensors;
      const run = { ...part, trained: { ...trained, form }, cells: everything() };
      const first = await correlateWithRecorded({ ...run, recordedError: () => 1 });
      expect(first.cells.length).toBe(12);
      expect(first.spearman).toBeNull();
      const errors = new Map(first.cells.map(({ hash, oneShotErrorPercent }) => [hash, oneShotErrorPercent]));
      const again = await correlateWithRecorded({
        ...run,
        recordedError: (one) => errors.get(cellHash(one)),
      });
      expect(again.spearman).toBeCloseTo(1, 12);
      expect(again.kendall).toBeCloseTo(1, 12);
      const reversed = await correlateWithRecorded({
        ...run,
        recordedError: (one) => 100 - (errors.get(cellHash(one)) ?? 0),
      });
      expect(reversed.spearman).toBeCloseTo(-1, 12);
      expect(memory().numTensors).toBe(before);
    },
  );

  test('the two forms run an architecture differently', async () => {
    const losses = async (form: 'plain' | 'normalised') => {
      const run = { ...part, trained: { ...trained, form }, cells: everything(), recordedError: () => 1 };
      return (await correlateWithRecorded(run)).cells.map(({ oneShotLoss }) => oneShotLoss);
    };
    expect(await losses('plain')).not.toEqual(await losses('normalised'));
  });

  test('cells without a record are left out', async () => {
    const cells = everything();
    const known = cellHash(toSpec(1, cells[3] ?? { ops: [], parents: [] }));
    const found = await correlateWithRecorded({
      ...part,
      trained,
      cells,
      recordedError: (one) => (cellHash(one) === known ? 7 : undefined),
    });
    expect(found.cells).toMatchObject([{ hash: known, recordedErrorPercent: 7 }]);
    expect(found.kendall).toBeNull();
  });
});
