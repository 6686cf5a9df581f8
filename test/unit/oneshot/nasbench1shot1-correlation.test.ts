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
import { OneShotNetwork } from '../../../experiments/model/nasbench/one-shot-network.ts';
import {
  correlateWithRecorded,
  drawRecordedCells,
} from '../../../experiments/oneshot/nasbench1shot1/correlation.ts';
import type { TrainedOneShot } from '../../../experiments/oneshot/nasbench1shot1/one-shot-run.ts';
import { oneShotShape } from '../../../experiments/oneshot/nasbench1shot1/one-shot-run.ts';
import {
  recordedErrors,
  reportRecorded,
} from '../../../experiments/oneshot/nasbench1shot1/query-benchmark.ts';
import { kendall, ranks, spearman } from '../../../experiments/oneshot/nasbench1shot1/rank-correlation.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { pruned } from '../../../experiments/space/nasbench101/prune.ts';
import { realData } from '../../util/real-data.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';

describe('rank correlation', () => {
  test('of values in the same and in the opposite order is 1 and -1', () => {
    const values = [3, 1, 4, 1.5, 9, 2.6];
    const squares = values.map((value) => value * value);
    for (const coefficient of [spearman, kendall]) {
      expect(coefficient(values, squares)).toEqual({ coefficient: 1, interval: null, pairs: 6 });
      expect(
        coefficient(
          values,
          values.map((v) => -v),
        )?.coefficient,
      ).toBe(-1);
    }
  });

  test('textbook values, without and with ties', () => {
    // Hours of television and IQ: 1 - 6 * 194 / 990.
    const iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17];
    expect(spearman(iq, hours)?.coefficient).toBeCloseTo(-29 / 165, 14);
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])?.coefficient).toBeCloseTo(0.8207826816681233, 14);
    // 2 pairs agree, 6 disagree; 2 pairs are tied on the left, 1 on the right.
    expect(kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])?.coefficient).toBeCloseTo(-0.47140452079103173, 14);
    expect(ranks([12, 2, 1, 12, 2])).toEqual([4.5, 2.5, 1, 4.5, 2.5]);
  });

  test('intervals follow from the formulas of Fieller, Hartley and Pearson', () => {
    const a = Array.from({ length: 12 }, (_, i) => i);
    const b = [2, 0, 1, 5, 3, 4, 9, 6, 11, 7, 10, 8];
    for (const [coefficient, variance] of [
      [spearman(a, b), 1.06 / 9],
      [kendall(a, b), 0.437 / 8],
    ] as const) {
      if (!coefficient?.interval) throw new Error('no interval');
      const [low, high] = coefficient.interval.map(Math.atanh);
      const z = Math.atanh(coefficient.coefficient);
      expect(z - (low ?? 0)).toBeCloseTo(1.959963984540054 * Math.sqrt(variance), 10);
      expect((high ?? 0) - z).toBeCloseTo(1.959963984540054 * Math.sqrt(variance), 10);
    }
  });

  test('intervals of normal pairs hold the known coefficient about 95 times in a hundred', () => {
    // For a correlation of 1/2: Spearman's rho is 6/pi asin(1/4), Kendall's tau 2/pi asin(1/2) = 1/3.
    const truths = [(6 / Math.PI) * Math.asin(0.25), 1 / 3];
    const source = draws(key(1));
    const rounds = 600;
    const held = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const a = Array.from({ length: 30 }, () => source.normal());
      const b = a.map((value) => 0.5 * value + Math.sqrt(0.75) * source.normal());
      [spearman(a, b), kendall(a, b)].forEach((found, i) => {
        const [low, high] = found?.interval ?? [1, -1];
        const truth = truths[i] ?? 0;
        if (low <= truth && truth <= high) held[i] = (held[i] ?? 0) + 1;
      });
    }
    for (const count of held) {
      expect(count / rounds).toBeGreaterThan(0.92);
      expect(count / rounds).toBeLessThan(0.98);
    }
  });

  test('nothing is claimed where nothing varies or pairs are few, and NaN is refused', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(kendall([1, 2, 3], [5, 5, 5])).toBeNull();
    expect(spearman([1, 2, 3, 4], [2, 1, 3, 4])).toEqual({ coefficient: 0.8, interval: null, pairs: 4 });
    expect(() => kendall([1], [1, 2])).toThrow(
      new TypeError('Expected as many values on both sides, got 1 and 2'),
    );
    expect(() => spearman([1, Number.NaN], [1, 2])).toThrow(
      new TypeError('Expected values that can be ordered, got NaN'),
    );
  });
});

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
  let network: OneShotNetwork;
  let trained: TrainedOneShot;
  let part: Pick<Parameters<typeof correlateWithRecorded>[0], 'traits' | 'validation' | 'batchSize'>;

  beforeAll(async () => {
    await startEngine('wasm');
    writeTinyDigits(folder);
    const loaded = optdigits.load(folder);
    if (!loaded.ok) throw new Error('refused');
    const { traits, train } = loaded.value;
    const shape = oneShotShape({ traits, settings: { initialChannels: 4, layers: 3 }, spaceNumber: 1 });
    network = new OneShotNetwork(shape, key(1));
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
      expect(again.spearman?.coefficient).toBeCloseTo(1, 12);
      expect(again.kendall?.coefficient).toBeCloseTo(1, 12);
      const reversed = await correlateWithRecorded({
        ...run,
        recordedError: (one) => 100 - (errors.get(cellHash(one)) ?? 0),
      });
      expect(reversed.spearman?.coefficient).toBeCloseTo(-1, 12);
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
