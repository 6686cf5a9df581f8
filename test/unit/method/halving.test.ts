import { describe, expect, test } from 'vitest';
import { asha } from '../../../experiments/method/asha.ts';
import type { Proposal } from '../../../experiments/method/black-box-method.ts';
import { hyperband, successiveHalving } from '../../../experiments/method/hyperband.ts';
import { exactBudgets, halvingRungs, hyperbandRungs, rungEpochs } from '../../../experiments/method/rungs.ts';
import { key } from '../../../experiments/rng/key.ts';
import oracles from '../../fixtures/optimizers.json' with { type: 'json' };
import { errorScore } from './error-score.ts';

/** Architectures that are numbers, drawn in [0, 1). */
const numbers = { sample: (draws: { uniform(): number }) => draws.uniform() };
const nothing = { sample: () => null };

const started = <A>(trial: Proposal<A> | 'wait' | undefined): Proposal<A> => {
  if (trial === undefined || trial === 'wait') throw new Error(`expected a trial, got ${String(trial)}`);
  return trial;
};

describe('budgets', () => {
  test.each(oracles.hyperband_hpbandster)('HpBandSter from $min_budget to $max_budget by $eta', (oracle) => {
    const options = { eta: oracle.eta, minEpochs: oracle.min_budget, maxEpochs: oracle.max_budget };
    const budgets = exactBudgets(options);
    expect(budgets).toHaveLength(oracle.max_SH_iter);
    budgets.forEach((budget, i) => {
      expect(budget).toBeCloseTo(oracle.budgets[i] ?? Number.NaN, 10);
    });
    // Budgets below an epoch are for other uses of Hyperband.
    if (oracle.min_budget < 1) return;
    oracle.brackets.forEach((bracket, iteration) => {
      for (const round of [0, 1]) {
        const rungs = hyperbandRungs(iteration + round * oracle.brackets.length, options);
        expect(rungs.map(({ size }) => size)).toEqual(bracket.num_configs);
        expect(rungs.map(({ epochs }) => epochs)).toEqual(
          bracket.budgets.map((budget) => Math.floor(budget + 1e-9)),
        );
      }
    });
  });

  test('300 epochs with eta 4: the rungs of Li and Talwalkar', () => {
    expect(rungEpochs({ eta: 4, minEpochs: 1, maxEpochs: 300 })).toEqual([1, 4, 18, 75, 300]);
  });

  test('halving keeps whole shares and at least one', () => {
    const options = { eta: 3, minEpochs: 4, maxEpochs: 108 };
    expect(halvingRungs(20, options).map(({ size }) => size)).toEqual([20, 6, 2, 1]);
    expect(halvingRungs(2, options).map(({ size }) => size)).toEqual([2, 1, 1, 1]);
  });

  test('impossible budgets are refused', () => {
    expect(() => rungEpochs({ eta: 1, minEpochs: 1, maxEpochs: 9 })).toThrow(
      new TypeError('Expected `eta` to be more than 1, got `1`'),
    );
    expect(() => rungEpochs({ eta: 2, minEpochs: 10, maxEpochs: 9 })).toThrow(
      new TypeError('Expected 1 <= minEpochs <= maxEpochs, got `10` and `9`'),
    );
  });
});

describe('successive halving', () => {
  const options = { eta: 2, minEpochs: 1, maxEpochs: 4, configurations: 4, key: key(1) };
  const score = (errorPercent: number) => errorScore(errorPercent, 0);

  test('the best half goes on, and the rung waits for its last trial', () => {
    const method = successiveHalving(nothing, options);
    const first = [0, 1, 2, 3].map(() => started(method.ask()));
    expect(method.ask()).toBe('wait');
    for (const i of [3, 1, 0]) method.tell(first[i] as Proposal<null>, score(10 * i));
    expect(method.ask()).toBe('wait');
    method.tell(first[2] as Proposal<null>, score(5));
    const second = [started(method.ask()), started(method.ask())];
    expect(second.map(({ resumes, epochs }) => [resumes, epochs])).toEqual([
      [0, 2],
      [2, 2],
    ]);
  });

  test('crashed trials do not go on, even if places stay empty', () => {
    const method = successiveHalving(nothing, options);
    const first = [0, 1, 2, 3].map(() => started(method.ask()));
    for (const trial of first) method.tell(trial, score(trial.number === 2 ? 50 : Number.NaN));
    expect(started(method.ask())).toMatchObject({ resumes: 2, epochs: 2 });
    expect(method.ask()).toBe('wait');
  });

  test('a search of nothing but crashes ends', () => {
    const method = successiveHalving(nothing, options);
    for (const trial of [0, 1, 2, 3].map(() => started(method.ask()))) method.tell(trial, score(Number.NaN));
    expect(method.ask()).toBeUndefined();
  });
});

test('Hyperband: while a rung waits, the next bracket begins', () => {
  const method = hyperband(nothing, { eta: 3, minEpochs: 4, maxEpochs: 36, brackets: 2, key: key(1) });
  const sizes = Array.from({ length: 9 + 3 }, () => started(method.ask()).epochs);
  expect(sizes).toEqual([...new Array<number>(9).fill(4), ...new Array<number>(3).fill(12)]);
  expect(method.ask()).toBe('wait');
  for (let number = 0; number < 9; number += 1) method.tell({ number }, errorScore(number, 0));
  expect(started(method.ask())).toMatchObject({ resumes: 0, epochs: 12 });
});

describe('ASHA', () => {
  test('all 400 suggestions of the released policy', () => {
    const { eta, minEpochs, maxEpochs, sequence } = oracles.asha;
    const method = asha(numbers, { eta, minEpochs, maxEpochs, key: key(1) });
    /** The released policy numbers configurations, we number trials. */
    const configurationOf = new Map<number, number>();
    let configurations = 0;
    const suggested = sequence.map(([, , objective = 0]) => {
      const trial = started(method.ask());
      const known = trial.resumes === undefined ? undefined : configurationOf.get(trial.resumes);
      const configuration = known ?? configurations;
      if (known === undefined) configurations += 1;
      configurationOf.set(trial.number, configuration);
      method.tell(trial, errorScore(100 - objective, 0));
      return [configuration, trial.epochs, objective];
    });
    expect(sequence).toHaveLength(400);
    expect(suggested).toEqual(sequence);
  });

  test('it never waits, whatever is under way', () => {
    const method = asha(numbers, { eta: 4, minEpochs: 1, maxEpochs: 256, key: key(1) });
    const trials = Array.from({ length: 50 }, () => started(method.ask()));
    expect(new Set(trials.map(({ epochs }) => epochs))).toEqual(new Set([1]));
    for (const trial of trials.slice(0, 8)) method.tell(trial, errorScore(10 - trial.number, 0));
    const promoted = [started(method.ask()), started(method.ask()), started(method.ask())];
    expect(promoted.map(({ resumes, epochs }) => [resumes, epochs])).toEqual([
      [7, 4],
      [6, 4],
      [undefined, 1],
    ]);
  });

  test('crashed trials are not promoted', () => {
    const method = asha(numbers, { eta: 2, minEpochs: 1, maxEpochs: 2, key: key(1) });
    for (let i = 0; i < 2; i += 1) method.tell(started(method.ask()), errorScore(NaN, 0));
    expect(started(method.ask())).toMatchObject({ number: 2, epochs: 1 });
  });
});
