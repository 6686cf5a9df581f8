/** Proposals that are no cell, as the optimiser study of NAS-Bench-101 has them. */
import { describe, expect, test } from 'vitest';
import { nasbench101Benchmark } from '../../../experiments/benchmark/nasbench101-benchmark.ts';
import { Nasbench101Table, resultMetrics } from '../../../experiments/benchmark/nasbench101-table.ts';
import { TabularEvaluator } from '../../../experiments/benchmark/tabular-evaluator.ts';
import type { BlackBoxMethod } from '../../../experiments/method/black-box-method.ts';
import { hyperband } from '../../../experiments/method/hyperband.ts';
import { runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { matrixOf } from '../../../experiments/space/nasbench101/edge-bits.ts';
import { isAllowedByStudy } from '../../../experiments/space/nasbench101/encodings.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { isInDomain } from '../../../experiments/space/nasbench101/prune.ts';
import type { CellSpec } from '../../../experiments/space/nasbench101/spec.ts';
import { table as tables } from '../../../experiments/space/nasbench101/table.ts';

const study = { redraw: false, edges: 'before-pruning' } as const;
/** Of 2^21 matrices, counted by the authors' own rule on each of them. */
const valid = { beforePruning: 573_494, afterPruning: 1_538_083, of: 2 ** 21 };

const chain: CellSpec = {
  matrix: Array.from({ length: 7 }, (_, from) =>
    Array.from({ length: 7 }, (__, to) => (to === from + 1 ? 1 : 0)),
  ),
  ops: ['input', ...new Array<string>(5).fill('conv3x3-bn-relu'), 'output'],
};

/** A table of one cell, which is enough to have seven vertices. */
function oneCell(): Nasbench101Table {
  const hash = Uint32Array.from([0, 8, 16, 24], (at) =>
    Number.parseInt(cellHash(chain).slice(at, at + 8), 16),
  );
  const numbers = new Float64Array(4).fill(0.5);
  return new Nasbench101Table(
    { rows: 1, epochs: [4, 12, 36, 108], repeats: 1, source: 'a test' },
    {
      ...{ hash, vertices: Uint8Array.of(7), bits: Uint32Array.of(0b100000100001000100101) },
      ...{ labelCode: Uint8Array.of(0), parameters: Uint32Array.of(1) },
      results: Object.fromEntries(resultMetrics.map((metric) => [metric, numbers])) as never,
    },
  );
}

const { variation, config } = tables.searched(oneCell(), study);

/** What the study says of each proposal: valid ones get better with their number of edges. */
async function run(method: BlackBoxMethod<CellSpec>, evaluations: number) {
  const errors: number[] = [];
  const evaluator = new TabularEvaluator<CellSpec>(
    {
      ...{ name: 'a study', names: [], epochs: [4, 12, 36, 108], repeats: 1 },
      best: { validationErrorPercent: 0, testErrorPercent: 0 },
      query: (spec) =>
        isAllowedByStudy(spec)
          ? { validationErrorPercent: 50 - spec.matrix.flat().filter(Boolean).length, seconds: 1 }
          : 'invalid',
      meanTestErrorPercent: () => 0,
    },
    key(3),
  );
  const outcome = await runOnLogicalClock({
    method,
    evaluate: (trial) => {
      const found = evaluator.evaluate(trial);
      errors.push(found.ok ? found.value.score.values[0] : Number.NaN);
      return found;
    },
    ...{ logicalWorkers: 1, evaluations, simulatedSeconds: 0, id: String },
  });
  if (!outcome.ok) throw new Error('a table never fails');
  return { ...outcome.value, errors, accounts: evaluator.accounts };
}

const isShare = (count: number, of: number, share: number): void => {
  expect(Math.abs(count / of - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / of));
};

describe('validity in the study', () => {
  test('holds for 27.3 % of all matrices, one by one', () => {
    let count = 0;
    for (let bits = 0; bits < valid.of; bits += 1) if (isValidMatrix(bits)) count += 1;
    expect(count).toBe(valid.beforePruning);
    const source = draws(key(1));
    for (let i = 0; i < 3_000; i += 1) {
      const bits = source.below(valid.of);
      const spec = { ...chain, matrix: matrixOf(bits, 7) };
      expect(isAllowedByStudy(spec)).toBe(isValidMatrix(bits));
      if (isAllowedByStudy(spec)) expect(isInDomain(spec)).toBe(true);
    }
  });

  test('is left to chance where proposals are not drawn again', () => {
    const source = draws(key(2));
    const specs = Array.from({ length: 10_000 }, () => variation.sample(source));
    isShare(specs.filter(isAllowedByStudy).length, 10_000, valid.beforePruning / valid.of);
    isShare(specs.filter(isInDomain).length, 10_000, valid.afterPruning / valid.of);
  });

  test('is the rule of the benchmark and of the parameters', () => {
    const source = draws(key(4));
    const benchmark = tables.benchmark(oneCell(), study);
    const other = nasbench101Benchmark(oneCell());
    let differing = 0;
    for (let i = 0; i < 2_000; i += 1) {
      const values = config.parameters.map((parameter) =>
        source.below(parameter.kind === 'categorical' ? parameter.choices : 1),
      );
      const spec = config.decode(values);
      expect(config.isValid?.(values)).toBe(isAllowedByStudy(spec));
      expect(benchmark.query(spec, 108, 0) === 'invalid').toBe(!isAllowedByStudy(spec));
      if (other.query(spec, 108, 0) !== benchmark.query(spec, 108, 0)) differing += 1;
    }
    expect(differing).toBeGreaterThan(500);
    expect(benchmark.query(chain, 108, 0)).toMatchObject({ validationErrorPercent: 50 });
  });
});

describe('methods of the study', () => {
  test('evolution changes one parameter, and its invalid children stay with an error of 100 %', async () => {
    const epochs = 108;
    const options = { epochs, key: key(5), population: 100, sample: 10, replacement: true };
    const { errors, invalidTrials } = await run(regularizedEvolution(variation, options), 1_000);
    isShare(errors.slice(0, 100).filter((error) => error < 100).length, 100, valid.beforePruning / valid.of);
    const children = errors.slice(100);
    expect(invalidTrials).toBe(errors.filter((error) => error === 100).length);
    expect(children.filter((error) => error === 100).length).toBeGreaterThan(100);
    // Parents are the best of ten, so that most of what a change leads to is valid.
    expect(children.filter((error) => error < 100).length).toBeGreaterThan(450);
    const source = draws(key(6));
    const parent = variation.sample(source);
    const child = variation.mutate(parent, source);
    const changed = [
      ...parent.matrix.flat().map((entry, i) => entry !== child.matrix.flat()[i]),
      ...parent.ops.map((op, i) => op !== child.ops[i]),
    ];
    expect(changed.filter(Boolean).length).toBe(1);
  });

  test('Hyperband spends places of its brackets on what is no cell, at no cost', async () => {
    const rungs = { eta: 3, minEpochs: 4, maxEpochs: 108, key: key(7) };
    // 65 trials for every four brackets.
    const { errors, accounts } = await run(hyperband(variation, rungs), 65 * 20);
    expect(errors.length).toBe(1_300);
    const first = Array.from({ length: 20 }, (_, i) => errors.slice(65 * i, 65 * i + 27)).flat();
    isShare(first.filter((error) => error < 100).length, first.length, valid.beforePruning / valid.of);
    expect(accounts.seconds).toBe(errors.filter((error) => error < 100).length);
  });
});

/** At most nine edges and a path from input to output, from the bits alone: bit x + y(y - 1)/2 is the edge (x, y). */
function isValidMatrix(bits: number): boolean {
  let edges = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) edges += 1;
  if (edges > 9) return false;
  let reached = 1;
  for (let to = 1; to < 7; to += 1) {
    const sources = (bits >>> ((to * (to - 1)) / 2)) & ((1 << to) - 1);
    if ((sources & reached) !== 0) reached |= 1 << to;
  }
  return (reached & 64) !== 0;
}
