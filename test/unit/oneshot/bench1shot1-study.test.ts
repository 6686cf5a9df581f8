import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedCells } from '../../../experiments/benchmark/embedded-cells.ts';
import { data as optdigits } from '../../../experiments/data/optdigits.ts';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { Bench1Shot1Network } from '../../../experiments/model/nasbench/bench1shot1-network.ts';
import { bench1shot1Shape } from '../../../experiments/oneshot/bench1shot1/bench1shot1-run.ts';
import {
  rankedLengths,
  type StudiedCell,
  studiedCells,
  studyLine,
} from '../../../experiments/oneshot/bench1shot1/correlation-study.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { cellsWithoutLooseEnds } from '../../../experiments/space/nasbench1shot1/without-loose-ends.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { pruned } from '../../../experiments/space/nasbench101/prune.ts';
import { evaluate } from '../../../experiments/task/evaluate.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { writeTinyDigits } from '../data/tiny-digits.ts';
import { contextOf } from '../job/in-process-trials.ts';
import { otherSearches, readOutput, TinyJobs } from '../job/tiny-jobs.ts';

const table = embeddedCells();

/** Spearman's rho by its definition: Pearson's correlation of ranks counted one by one. */
function spearmanOf(pairs: readonly (readonly [number, number])[]): number {
  const ranks = (values: readonly number[]) =>
    values.map(
      (value) =>
        values.filter((other) => other < value).length +
        (values.filter((other) => other === value).length + 1) / 2,
    );
  const [x, y] = [ranks(pairs.map(([a]) => a)), ranks(pairs.map(([, b]) => b))];
  const mean = (pairs.length + 1) / 2;
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + (value - mean) * ((b[i] ?? 0) - mean), 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

describe('the ranks of runs', () => {
  const source = draws(key(4));
  const cells: StudiedCell[] = Array.from({ length: table.facts.rows }, (_, row) => ({
    hash: table.hash(row),
    row,
    // Few different values, so that there are ties.
    oneShotErrorPercent: 5 * source.below(12),
  }));
  const pairsAfter = (epochs: number) =>
    cells.flatMap(({ row, oneShotErrorPercent }) =>
      [0, 1, 2].map(
        (repeat) =>
          [oneShotErrorPercent, 100 * (1 - table.value(row, 'finalTestAccuracy', epochs, repeat))] as const,
      ),
    );

  test('count every recorded run of each length, all of them and those of the best cells', () => {
    const lengths = rankedLengths(cells, table, 40);
    expect(lengths.map(({ epochs }) => epochs)).toEqual([1, 2, 4, 8]);
    for (const { epochs, spearman, spearmanBest } of lengths) {
      const pairs = pairsAfter(epochs);
      expect(pairs.length).toBe(273);
      expect(spearman).toBeCloseTo(spearmanOf(pairs), 12);
      const best = pairs.toSorted(([a], [b]) => a - b).slice(0, 40);
      expect(spearmanBest).toBeCloseTo(spearmanOf(best), 12);
      expect(spearmanBest).not.toBeCloseTo(spearman ?? Number.NaN, 3);
    }
  });

  test('have names by the order of lengths', () => {
    expect(studyLine(5, 2, [{ epochs: 4, spearman: 0.5, spearmanBest: null }])).toEqual({
      ...{ phase: 'correlation', epoch: 5, architectures: 2, lengths: { length1: 4 } },
      ...{ spearman: { length1: 0.5 }, spearmanBest: { length1: null } },
    });
  });
});

const folder = mkdtempSync(join(tmpdir(), 'reprise-study-'));
const jobs = new TinyJobs();
beforeAll(() => startEngine('wasm'));
afterAll(() => {
  for (const each of [folder, jobs.folder]) rmSync(each, { recursive: true, force: true });
});

test('every cell without loose ends that the table has is run on the images given', async () => {
  writeTinyDigits(folder);
  const loaded = optdigits.load(folder);
  if (!loaded.ok) throw new Error('refused');
  const { traits, test: split } = loaded.value;
  const shape = bench1shot1Shape({ traits, settings: { initialChannels: 4, layers: 3 }, spaceNumber: 2 });
  const network = new Bench1Shot1Network(shape, key(1));
  const images = wholeSplit(split);
  const trained = { network, shape, form: 'plain' } as const;
  const cells = await studiedCells({ trained, traits, images, table, batchSize: 16 });
  const small = [...cellsWithoutLooseEnds(2)].filter((cell) => pruned(toSpec(2, cell)).ops.length <= 4);
  expect(cells.map(({ hash }) => hash)).toEqual(small.map((cell) => cellHash(toSpec(2, cell))));
  expect(cells.length).toBeGreaterThan(20);
  for (const [i, cell] of small.slice(0, 5).entries()) {
    const classify = (batch: Parameters<typeof network.logits>[0]) =>
      network.logits(batch, { kind: 'path', cell });
    const { errorPercent } = await evaluate(classify, images, traits, { batchSize: 16 });
    expect(cells[i]?.oneShotErrorPercent).toBe(errorPercent);
    expect(table.hash(cells[i]?.row ?? -1)).toBe(cells[i]?.hash);
  }
  network.dispose();
});

test.each([
  [{ benchmark: null }, {}, 'rankedAfter needs a benchmark: set task.benchmark'],
  [{}, {}, 'rankedAfter names epochs 3, and the search has 1'],
  [{}, { space: { name: 'darts-cnn' } }, 'rankedAfter does not go with the space darts-cnn'],
])('what cannot be ranked is refused: %j %j', async (task, rest, message) => {
  const spec = jobs.searchElsewhere(3, {
    ...otherSearches['weight sharing on NAS-Bench-1Shot1'],
    ...rest,
    task: {
      ...{ kind: 'image-classification', data: 'optdigits', trainPortion: 0.75 },
      ...{ benchmark: 'textures10-cells', rankedAfter: [1, 3], ...task },
    },
  });
  const outcome = await runSearch(contextOf(spec));
  expect(outcome).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
});

test('a search ranks after the epochs that the task names, and the last of them gives the metrics', async () => {
  const { method, ...rest } = otherSearches['weight sharing on NAS-Bench-1Shot1'] ?? {};
  const spec = jobs.searchElsewhere(3, {
    ...rest,
    task: {
      ...{ kind: 'image-classification', data: 'optdigits', trainPortion: 0.75 },
      ...{ benchmark: 'textures10-cells', rankedAfter: [1, 3] },
    },
    method: { ...(method as JsonObject), epochs: 3 },
  });
  expect(await runSearch(contextOf(spec))).toEqual({ ok: true, value: null });
  const lines: readonly JsonObject[] = readFileSync(join(spec.outputFolder, 'trajectory.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const studied = lines.filter(({ phase }) => phase === 'correlation');
  expect(studied.map(({ epoch }) => epoch)).toEqual([1, 3]);
  const ranking: readonly JsonObject[] = readFileSync(join(spec.outputFolder, 'ranking.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const cells = ranking
    .filter(({ epoch }) => epoch === 3)
    .map(({ hash, oneShotErrorPercent }) => ({
      hash: String(hash),
      row: table.indexOf(String(hash)),
      oneShotErrorPercent: Number(oneShotErrorPercent),
    }));
  const expected = rankedLengths(cells, table).at(-1);
  const { correlation } = readOutput(spec, 'metrics.json');
  expect(correlation).toEqual({
    architectures: cells.length,
    spearman: expected?.spearman,
    spearmanBest: expected?.spearmanBest,
  });
  expect(studied[1]).toMatchObject({ spearman: { length4: correlation.spearman } });
});
