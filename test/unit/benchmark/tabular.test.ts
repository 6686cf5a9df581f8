/** Search on recorded results: look-ups, accounts, and the results of published or independent studies. */
import { describe, expect, test } from 'vitest';
import { CellIndex, notInSpace, notInTable } from '../../../experiments/benchmark/cell-index.ts';
import {
  codedBenchmark,
  nasbench1shot1Benchmark,
  nasbench101Benchmark,
} from '../../../experiments/benchmark/nasbench101-benchmark.ts';
import { importCsv, importJson } from '../../../experiments/benchmark/nasbench101-sources.ts';
import { readNasbench201 } from '../../../experiments/benchmark/nasbench201.ts';
import type { TabularBenchmark } from '../../../experiments/benchmark/tabular-benchmark.ts';
import { TabularEvaluator, tabularTrajectory } from '../../../experiments/benchmark/tabular-evaluator.ts';
import type { BlackBoxMethod, Sampler, Variation } from '../../../experiments/method/black-box-method.ts';
import { decoded } from '../../../experiments/method/decoded.ts';
import { hyperband } from '../../../experiments/method/hyperband.ts';
import { localSearch } from '../../../experiments/method/local-search.ts';
import { runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { sampleConfiguration } from '../../../experiments/space/config-space.ts';
import { toSpec } from '../../../experiments/space/nasbench1shot1/cell.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import { codedEvolution, codeFrom, specOfCode } from '../../../experiments/space/nasbench101/coded-cells.ts';
import { nasbench101Encoding } from '../../../experiments/space/nasbench101/config.ts';
import { codeOf } from '../../../experiments/space/nasbench101/edge-bits.ts';
import { enumerateCells } from '../../../experiments/space/nasbench101/enumerate.ts';
import { cellHash } from '../../../experiments/space/nasbench101/hash.ts';
import { isInDomain } from '../../../experiments/space/nasbench101/prune.ts';
import { drawSpec, mutateSpec } from '../../../experiments/space/nasbench101/random-spec.ts';
import type { CellSpec } from '../../../experiments/space/nasbench101/spec.ts';
import { neighbourhood, oneParameterChanges } from '../../../experiments/space/variation.ts';
import cells from '../../fixtures/nasbench101.json' with { type: 'json' };
import oracles from '../../fixtures/optimizers.json' with { type: 'json' };
import { realData } from '../../util/real-data.ts';
import { errorScore } from '../method/error-score.ts';
import { nasbench201Benchmark } from './nasbench201-benchmark.ts';
import { nasbench201Config } from './nasbench201-space.ts';

const csv = realData('nasbench101/nb101_vis_30001.csv');
const json = realData('nasbench101/nb101_real30.json');
const mini = realData('nasbench201/nasbench201_mini.json');

async function search<A>(
  benchmark: TabularBenchmark<A>,
  method: BlackBoxMethod<A>,
  limits: { readonly evaluations?: number; readonly simulatedSeconds?: number; readonly seed: number },
) {
  const evaluator = new TabularEvaluator(benchmark, key(limits.seed));
  const outcome = await runOnLogicalClock({
    method,
    evaluate: evaluator.evaluate,
    logicalWorkers: 1,
    evaluations: limits.evaluations ?? 0,
    simulatedSeconds: limits.simulatedSeconds ?? 0,
    id: String,
  });
  if (!outcome.ok) throw new Error('a table never fails');
  return { ...outcome.value, accounts: evaluator.accounts };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const standardError = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / values.length);

/** Within four standard errors of both sides together. */
function expectMean(values: readonly number[], wanted: number, error = 0): void {
  const allowed = 4 * Math.hypot(standardError(values), error);
  expect(Math.abs(mean(values) - wanted)).toBeLessThan(allowed);
}

describe('look-up without hashing', () => {
  const small = [2, 3, 4, 5].flatMap((vertices) => [...enumerateCells(vertices)]);
  const index = new CellIndex(small.map(codeOf));

  test('every cell of up to five vertices is found under its own row', () => {
    small.forEach((cell, row) => {
      if (index.rowOf(cell) !== row) throw new Error(`row ${row} is found at ${index.rowOf(cell)}`);
    });
    expect(small).toHaveLength(2_532);
  });

  test('random specs, among them isomorphic and padded ones, are found as their hash says', () => {
    const rows = new Map(small.map(({ hash }, row) => [hash, row]));
    const source = draws(key(1));
    let found = 0;
    for (let i = 0; i < 4_000; i += 1) {
      const spec = drawSpec(source);
      const row = index.rowOf(spec);
      if (row >= 0) found += 1;
      expect(row).toBe(rows.get(cellHash(spec)) ?? notInTable);
    }
    expect(found).toBeGreaterThan(50);
  });

  test('the official examples: in the space or not, large ones included', () => {
    for (const spec of cells.specs) {
      const isFound = spec.in_space && small.some(({ hash }) => hash === spec.hash);
      const row = index.rowOf(spec);
      expect(row === notInSpace).toBe(!spec.in_space);
      expect(row >= 0).toBe(Boolean(isFound));
    }
  });

  test('an operation that pruning removes may be anything, another one may not', () => {
    const spec = (op: string, edges: readonly (readonly number[])[]): CellSpec => ({
      matrix: edges,
      ops: ['input', op, 'output'],
    });
    const bypassed = [
      [0, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ];
    const used = [
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ];
    expect(index.rowOf(spec('unknown', bypassed))).toBe(0);
    expect(index.rowOf(spec('unknown', used))).toBe(notInSpace);
  });
});

describe('NAS-Bench-101, 30 whole cells', () => {
  const table = () => importJson(json.path).table;

  test('queries, repeats and accounts', async ({ skip }) => {
    skip(json.absent, json.reason);
    const read = table();
    const benchmark = nasbench101Benchmark(read);
    expect([benchmark.epochs, benchmark.repeats, benchmark.names.length]).toEqual([[108], 3, 30]);
    const spec = read.spec(4);
    const sampler: Sampler<CellSpec> = { sample: () => spec };
    const method = randomSearch(sampler, { epochs: 108, key: key(1) });
    const { accounts, busySeconds } = await search(benchmark, method, { evaluations: 300, seed: 1 });
    const seconds = [0, 1, 2].map((repeat) => read.value(4, 'finalTrainingTime', 108, repeat));
    // Asking for the same cell again costs again.
    expect(accounts).toMatchObject({ queries: 300, invalid: 0, missing: 0, epochs: 32_400 });
    expect(accounts.seconds).toBe(busySeconds);
    expect(Math.abs(accounts.seconds / 300 - mean(seconds))).toBeLessThan(
      4 * standardError(seconds) * Math.sqrt(3 / 300),
    );
    const errors = [0, 1, 2].map((repeat) => 100 * (1 - read.value(4, 'finalTestAccuracy', 108, repeat)));
    expect(benchmark.meanTestErrorPercent(spec)).toBeCloseTo(mean(errors), 10);
    const least = Math.min(
      ...Array.from({ length: 30 }, (_, row) => benchmark.meanTestErrorPercent(read.spec(row))),
    );
    expect(benchmark.best.testErrorPercent).toBe(least);
  });

  test('what a search reports about its incumbents is never both validation and test', ({ skip }) => {
    skip(json.absent, json.reason);
    const read = table();
    const benchmark = nasbench101Benchmark(read);
    const trial = { number: 3, architecture: read.spec(7), epochs: 108 };
    const [point] = tabularTrajectory([{ time: 9, trial, score: errorScore(6, 0) }], benchmark);
    expect(point).toEqual({
      time: 9,
      trial: 3,
      validationErrorPercent: 6,
      validationRegretPercent: 6 - benchmark.best.validationErrorPercent,
      meanTestErrorPercent: benchmark.meanTestErrorPercent(read.spec(7)),
      testRegretPercent: benchmark.meanTestErrorPercent(read.spec(7)) - benchmark.best.testErrorPercent,
    });
  });

  test('a cell of NAS-Bench-1Shot1 is its cell of NAS-Bench-101', ({ skip }) => {
    skip(json.absent, json.reason);
    const read = table();
    const [own, whole] = [nasbench1shot1Benchmark(1, read), nasbench101Benchmark(read)];
    const space = nasbench1shot1Config(1);
    const source = draws(key(1));
    for (let i = 0; i < 200; i += 1) {
      const cell = space.decode(sampleConfiguration(space, source));
      expect(own.query(cell, 108, 0)).toEqual(whole.query(toSpec(1, cell), 108, 0));
    }
  });
});

describe('NAS-Bench-101, 30,001 cells with one training of each length', () => {
  const { table } = csv.absent ? { table: undefined } : importCsv(csv.path);
  const benchmark = table && codedBenchmark(table);
  const isRecorded = (code: number): boolean => typeof benchmark?.query(code, 108, 0) === 'object';
  const codes = Array.from({ length: table?.facts.rows ?? 0 }, (_, row) => {
    const spec = table?.spec(row) as CellSpec;
    const { vertices, bits, labelCode } = codeOf(spec);
    // Smaller cells at full size would need other bits; only seven vertices are sampled by code.
    return vertices === 7 ? codeFrom(bits, labelCode) : undefined;
  });

  test('all cells are found by spec under their row, in either form', ({ skip }) => {
    skip(csv.absent, csv.reason);
    for (let row = 0; row < 30_001; row += 7) {
      expect(table?.indexOfSpec(table.spec(row))).toBe(row);
      const code = codes[row];
      if (code === undefined) continue;
      expect(table?.indexOfSpec(specOfCode(code))).toBe(row);
      expect(benchmark?.query(code, 36, 0)).toMatchObject({
        validationErrorPercent: 100 * (1 - (table?.value(row, 'finalValidationAccuracy', 36, 0) ?? NaN)),
      });
    }
  });

  test('a shorter training takes its share of the recorded time; without test results there is no regret', ({
    skip,
  }) => {
    skip(csv.absent, csv.reason);
    if (!table) return;
    const whole = nasbench101Benchmark(table);
    const [short, long] = [4, 108].map((epochs) => whole.query(table.spec(0), epochs, 0));
    if (typeof short !== 'object' || typeof long !== 'object') throw new Error('row 0 is recorded');
    expect(long.seconds).toBe(1768.9759521484375);
    expect(short.seconds).toBeCloseTo(long.seconds / 27, 9);
    expect(whole.best.validationErrorPercent).toBeCloseTo(100 - 94.91186141967773, 9);
    expect(whole.best.testErrorPercent).toBeNaN();
    const trial = { number: 0, architecture: table.spec(0), epochs: 108 };
    const score = errorScore(7, 0);
    expect(tabularTrajectory([{ time: 1, trial, score }], whole)[0]).toMatchObject({
      meanTestErrorPercent: null,
      testRegretPercent: null,
    });
  });

  test('what is no cell scores 100% and costs nothing; nine edges count before pruning in the study', async ({
    skip,
  }) => {
    skip(csv.absent, csv.reason);
    if (!table) return;
    const space = nasbench101Encoding('A');
    const method = decoded(
      regularizedEvolution(oneParameterChanges(space), {
        epochs: 108,
        key: key(1),
        population: 100,
        sample: 10,
        replacement: true,
      }),
      space,
    );
    const study = nasbench101Benchmark(table, 'before-pruning');
    const found = await search(study, method, { evaluations: 600, seed: 1 });
    const { accounts } = found;
    expect(accounts.queries + accounts.invalid + accounts.missing).toBe(600);
    expect(accounts.invalid).toBeGreaterThan(50);
    expect(found.invalidTrials).toBe(accounts.invalid + accounts.missing);
    expect(accounts.seconds).toBe(found.busySeconds);
    const many = { matrix: cells.specs.find((spec) => spec.name === 'seven_full_21_edges')?.matrix ?? [] };
    const full = { ...many, ops: ['input', ...new Array<string>(5).fill('maxpool3x3'), 'output'] };
    expect(study.query(full, 108, 0)).toBe('invalid');
    const source = draws(key(2));
    let differing = 0;
    for (let i = 0; i < 500; i += 1) {
      const spec = drawSpec(source);
      const [before, after] = [study, nasbench101Benchmark(table)].map((one) => one.query(spec, 108, 0));
      expect(isInDomain(spec)).toBe(after !== 'invalid');
      if (before !== after && before === 'invalid') differing += 1;
    }
    expect(differing).toBeGreaterThan(0);
  });

  /** Uniform over the rows, with replacement, as the exact expectations and the simulation assume. */
  const rows: TabularBenchmark<number> | undefined = table && {
    name: 'rows',
    names: [],
    epochs: table.facts.epochs,
    repeats: 1,
    best: { validationErrorPercent: 0, testErrorPercent: 0 },
    query: (row, epochs) => ({
      validationErrorPercent: 100 * (1 - table.value(row, 'finalValidationAccuracy', epochs, 0)),
      seconds: epochs,
    }),
    meanTestErrorPercent: () => Number.NaN,
  };
  const uniform: Sampler<number> = { sample: (source) => source.below(30_001) };

  test('random search finds what it must in expectation', async ({ skip }) => {
    skip(csv.absent, csv.reason);
    if (!rows) return;
    const bests: number[] = [];
    for (let seed = 0; seed < 150; seed += 1) {
      const method = randomSearch(uniform, { epochs: 108, key: key(seed) });
      const { incumbents } = await search(rows, method, { evaluations: 100, seed });
      bests.push(1 - (incumbents.at(-1)?.score.values[0] ?? Number.NaN) / 100);
    }
    expectMean(bests, oracles.randomSearchExpectedBest['100']);
  });

  test.for(['25', '100'] as const)(
    'Hyperband with %s full trainings finds what an independent simulation did',
    async (count, { skip }) => {
      skip(csv.absent, csv.reason);
      if (!rows) return;
      const study = oracles.hyperbandStudy[count];
      const bests: number[] = [];
      for (let seed = 0; seed < 100; seed += 1) {
        const method = hyperband(uniform, { eta: 3, minEpochs: 4, maxEpochs: 108, key: key(seed) });
        // Seconds are epochs here. No trial starts after the end, so the last one goes beyond it by its own length.
        const { incumbents } = await search(rows, method, {
          simulatedSeconds: study.total_epochs - 1,
          seed,
        });
        bests.push(1 - (incumbents.at(-1)?.score.values[0] ?? Number.NaN) / 100);
      }
      expectMean(bests, study.mean_best_val_acc, study.sem);
    },
  );

  test('evolution by code on the recorded cells finds what evolution of specs does', async ({ skip }) => {
    skip(csv.absent, csv.reason);
    if (!table || !benchmark) return;
    const specs = nasbench101Benchmark(table);
    const untilRecorded = (draw: () => CellSpec): CellSpec => {
      for (;;) {
        const spec = draw();
        if (typeof specs.query(spec, 108, 0) === 'object') return spec;
      }
    };
    const bySpec: Variation<CellSpec> = {
      sample: (source) => untilRecorded(() => drawSpec(source)),
      mutate: (spec, source) => untilRecorded(() => mutateSpec(spec, source)),
    };
    const bestOf = async <A>(over: TabularBenchmark<A>, space: Variation<A>, seed: number) => {
      const options = { epochs: 108, key: split(key(seed), over === specs ? 'specs' : 'codes') };
      const method = regularizedEvolution(space, { ...options, ...notebook });
      const { incumbents, accounts } = await search(over, method, { evaluations: 250, seed });
      expect(accounts).toMatchObject({ queries: 250, invalid: 0, missing: 0 });
      return incumbents.at(-1)?.score.values[0] ?? Number.NaN;
    };
    const notebook = { population: 50, sample: 10, replacement: false };
    const [coded, plain]: [number[], number[]] = [[], []];
    for (let seed = 0; seed < 40; seed += 1) {
      coded.push(await bestOf(benchmark, codedEvolution(isRecorded), seed));
      plain.push(await bestOf(specs, bySpec, seed));
    }
    expectMean(coded, mean(plain), standardError(plain));
  });
});

describe('NAS-Bench-201 after 12 epochs', () => {
  const read = mini.absent ? undefined : readNasbench201(mini.path);
  const benchmark = read?.ok ? nasbench201Benchmark(read.value, 'cifar10') : undefined;
  const cellNeighbours = neighbourhood(nasbench201Config);

  test('every configuration is a cell of the table, and every cell one', ({ skip }) => {
    skip(mini.absent, mini.reason);
    const found = new Set<string>();
    for (let code = 0; code < 5 ** 6; code += 1) {
      found.add(
        nasbench201Config.decode([1, 5, 25, 125, 625, 3125].map((place) => Math.floor(code / place) % 5)),
      );
    }
    expect([...found].sort()).toEqual(benchmark?.names);
    expect(() => benchmark?.query('', 36, 0)).toThrow(
      new TypeError('Expected the first training of 12 epochs, got `0` of `36`'),
    );
    expect(benchmark?.query('|none~0|', 12, 0)).toBe('invalid');
    expect(benchmark?.best.validationErrorPercent).toBeCloseTo(
      100 - oracles.evolutionStudy.global_best_val,
      10,
    );
  });

  test('local search stops at the known local optima only', async ({ skip }) => {
    skip(mini.absent, mini.reason);
    if (!benchmark) return;
    const optima = new Set<string>();
    const errorOf = (cell: string): number => {
      const found = benchmark.query(cell, 12, 0);
      return typeof found === 'object' ? found.validationErrorPercent : Number.NaN;
    };
    const configurations = Array.from({ length: 5 ** 6 }, (_, code) =>
      [1, 5, 25, 125, 625, 3125].map((place) => Math.floor(code / place) % 5),
    );
    for (const configuration of configurations) {
      const error = errorOf(nasbench201Config.decode(configuration));
      const around = cellNeighbours.neighbours(configuration).map((other) => nasbench201Config.decode(other));
      if (around.every((other) => errorOf(other) >= error)) optima.add(configuration.join());
    }
    expect(optima.size).toBe(oracles.evolutionStudy.local_optima_single_op_change_cifar10_val_12ep);
    // A start from an optimum measures it and its 24 neighbours before it goes elsewhere.
    const method = localSearch(cellNeighbours, { epochs: 12, key: key(1) });
    const asked: string[] = [];
    let best = Number.POSITIVE_INFINITY;
    let bestOf = '';
    for (let i = 0; i < 1_500; i += 1) {
      const trial = method.ask();
      if (!trial || trial === 'wait') break;
      const error = errorOf(nasbench201Config.decode(trial.architecture));
      if (error < best) [best, bestOf] = [error, trial.architecture.join()];
      asked.push(trial.architecture.join());
      method.tell(trial, errorScore(error, 0));
    }
    expect(optima).toContain(bestOf);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test.for([
    ['P100_S10', 100, 10],
    ['P50_S10', 50, 10],
    ['P20_S5', 20, 5],
  ] as const)(
    'evolution %s finds what an independent simulation did',
    async ([name, population, sample], { skip }) => {
      skip(mini.absent, mini.reason);
      if (!benchmark) return;
      const study = oracles.evolutionStudy[name];
      for (const evaluations of ['150', '300'] as const) {
        const bests: number[] = [];
        for (let seed = 0; seed < 100; seed += 1) {
          const evolution = { epochs: 12, key: key(seed), population, sample, replacement: true };
          const method = regularizedEvolution(oneParameterChanges(nasbench201Config), evolution);
          const { incumbents } = await search(benchmark, decoded(method, nasbench201Config), {
            evaluations: Number(evaluations),
            seed,
          });
          bests.push(100 - (incumbents.at(-1)?.score.values[0] ?? Number.NaN));
        }
        const [wanted = Number.NaN, error] = study[evaluations];
        expectMean(bests, wanted, error);
      }
    },
  );
});
