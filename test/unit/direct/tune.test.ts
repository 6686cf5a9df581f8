import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedCells } from '../../../experiments/benchmark/embedded-cells.ts';
import { configured } from '../../../experiments/direct/tune-search.ts';
import { settings as declared } from '../../../experiments/direct/tune-settings.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { runSearch } from '../../../experiments/job/search.ts';
import { bohb } from '../../../experiments/method/bohb.ts';
import { decoded } from '../../../experiments/method/decoded.ts';
import { bench1shot1Tuning } from '../../../experiments/method/hyperparameters.ts';
import { runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import { trialsInBrackets } from '../../../experiments/method/rungs.ts';
import { key } from '../../../experiments/rng/key.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok } from '../../../schemas/result.ts';
import type { TrialRequest } from '../../../schemas/trial.ts';
import { contextOf } from '../job/in-process-trials.ts';
import { otherSearches, readOutput, TinyJobs } from '../job/tiny-jobs.ts';
import { errorScore } from '../method/error-score.ts';

const published = { eta: 2, minEpochs: 25, maxEpochs: 100 };

describe('64 brackets', () => {
  test('are 280 searches of 25, 50 and 100 epochs on 16 logical workers', async () => {
    const values = bench1shot1Tuning(2);
    const model = {
      topPercent: 15,
      samples: 4,
      randomFraction: 1 / 3,
      bandwidthFactor: 3,
      minBandwidth: 1e-3,
    };
    const lengths: number[] = [];
    const outcome = await runOnLogicalClock({
      method: decoded(bohb(values, { ...published, ...model, brackets: 64, key: key(1) }), values),
      evaluate: ({ number, epochs }) => {
        lengths.push(epochs);
        return ok({ score: errorScore((7 * number) % 101, 0), seconds: epochs, isValid: true });
      },
      ...{ logicalWorkers: 16, evaluations: 0, simulatedSeconds: 0, id: String },
    });
    if (!outcome.ok) throw new Error('nothing fails here');
    const count = (epochs: number): number => lengths.filter((other) => other === epochs).length;
    // 21 times 4 + 2 + 1, 2 + 1 and 3, then 4 + 2 + 1 once more.
    expect([outcome.value.trials, count(25), count(50), count(100)]).toEqual([280, 88, 86, 106]);
    expect(trialsInBrackets(64, published)).toBe(280);
    expect([1, 2, 3].map((brackets) => trialsInBrackets(brackets, published))).toEqual([7, 10, 13]);
  });

  test('have the floor of bandwidths of the released code', () => {
    expect(declared.minBandwidth.default).toBe(1e-3);
    expect(declared.eta.default).toBe(2);
  });
});

describe('values handed on', () => {
  const method = { kind: 'darts', batchSize: 96, momentum: 0.9, cutout: 16, learningRate: 0.025 };
  const trial = (sets: 1 | 2 | 3) => {
    const space = bench1shot1Tuning(sets);
    return { architecture: space.decode(space.first ?? []), epochs: 50 };
  };

  test('are all proposed ones, the length of cutout under its name', () => {
    expect(configured({ method, handedOn: 'all' }, trial(3))).toEqual({
      ...{ kind: 'darts', epochs: 50, weightDecay: 3e-4, learningRate: 0.025, cutoutProbability: 0 },
      ...{ architectureLearningRate: 0.0003162278, architectureWeightDecay: 0.0031622777 },
      ...{ momentum: 0.495, cutout: 8, batchSize: 72, gradientClip: 5 },
    });
    expect(configured({ method, handedOn: 'all' }, trial(1))).toMatchObject({ cutout: 16, momentum: 0.9 });
  });

  test('or those that the released worker does not drop', () => {
    expect(configured({ method, handedOn: 'as-released' }, trial(3))).toEqual({
      ...method,
      ...{ epochs: 50, weightDecay: 3e-4, learningRate: 0.025, momentum: 0.495, batchSize: 72 },
    });
    expect(configured({ method, handedOn: 'as-released' }, trial(1))).toEqual({
      ...method,
      ...{ epochs: 50, weightDecay: 3e-4 },
    });
  });
});

describe('a tuning', () => {
  const jobs = new TinyJobs();
  beforeAll(() => startEngine('wasm'));
  afterAll(() => {
    rmSync(jobs.folder, { recursive: true, force: true });
  });

  test('scores each search by one random recorded run, and gives all of them its own seed', async () => {
    const { method, ...rest } = otherSearches['tuning'] ?? {};
    const spec = jobs.searchElsewhere(3, { ...rest, method: { ...(method as JsonObject), brackets: 9 } });
    const asked: TrialRequest[] = [];
    const context = contextOf(spec, {}, { onTrial: (request) => asked.push(request) });
    expect(await runSearch(context)).toEqual({ ok: true, value: null });
    // Without anything of its own but the settings, equal ones are one job; its seed is that of the tuning.
    for (const { parameters } of asked) expect(Object.keys(parameters)).not.toContain('seed');
    expect(new Set(asked.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(asked.length);
    const table = embeddedCells();
    const lines = readFileSync(join(spec.outputFolder, 'trajectory.jsonl'), 'utf8').trimEnd().split('\n');
    const parsed = lines.map((line) => JSON.parse(line));
    const cells = parsed.filter((line) => line.phase === 'search' && 'hash' in line && 'trial' in line);
    const scores = parsed.filter((line) => line.phase === 'search' && 'recorded' in line);
    const repeats: number[] = [];
    for (const { trial, recorded } of scores) {
      const cell = cells.findLast((line) => line.trial === trial);
      const row = table.indexOf(cell.hash);
      const errors = [0, 1, 2].map((repeat) =>
        row < 0 ? null : 100 * (1 - table.value(row, 'finalValidationAccuracy', 8, repeat)),
      );
      expect(errors).toContain(recorded);
      if (recorded !== null) repeats.push(errors.indexOf(recorded));
    }
    // A cell that the table lacks is not promoted, so that a rung can stay empty.
    expect(scores.length).toBeGreaterThan(17);
    expect(scores.length).toBeLessThanOrEqual(trialsInBrackets(9, { eta: 2, minEpochs: 1, maxEpochs: 2 }));
    expect(new Set(repeats).size).toBeGreaterThan(1);
    const finished = parsed.filter((line) => line.phase === 'decision' && line.event === 'finish');
    expect(finished.map(({ validationErrorPercent }) => validationErrorPercent)).toEqual(
      finished.map(({ trial }) => scores.find((line) => line.trial === trial).recorded),
    );
    expect(readOutput(spec, 'metrics.json').benchmark.testRegretPercent).toBeGreaterThan(0);
  });
});
