/** The models behind TPE, BOHB and REINFORCE against numbers of the published implementations. */
import { describe, expect, test } from 'vitest';
import { bohb, hasModel, splitSizes } from '../../../experiments/method/bohb.ts';
import { drawFrom } from '../../../experiments/method/draw-from.ts';
import { bench1shot1Tuning } from '../../../experiments/method/hyperparameters.ts';
import {
  kernelDensity,
  normalReference,
  type VariableType,
} from '../../../experiments/method/kernel-density.ts';
import { normalDensity, normalDistribution } from '../../../experiments/method/normal-distribution.ts';
import {
  adaptiveParzen,
  categoricalDensity,
  drawMixture,
  forgettingWeights,
  logDensity,
  logMass,
} from '../../../experiments/method/parzen.ts';
import { ascend, MovingAverage, reinforce } from '../../../experiments/method/reinforce.ts';
import { goodCount, splitTrials, tpe } from '../../../experiments/method/tpe.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { nasbench1shot1Config } from '../../../experiments/space/nasbench1shot1/config.ts';
import oracles from '../../fixtures/optimizers.json' with { type: 'json' };
import { runThrough } from './describe-method.ts';
import { errorScore } from './error-score.ts';

const close = (found: readonly number[], wanted: readonly number[], digits = 12): void => {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs((found[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(10 ** -digits * Math.abs(value));
  });
};

describe('the normal distribution', () => {
  // Abramowitz and Stegun, table 26.1.
  test.each([
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [-2, 0.0227501319481792],
    [3.5, 0.999767370920964],
    [-5, 2.86651571879194e-7],
  ])('at %f', (z, wanted) => {
    expect(normalDistribution(z)).toBeCloseTo(wanted, 14);
  });

  test('at its ends', () => {
    expect([-9, 9, NaN].map(normalDistribution)).toEqual([0, 1, NaN]);
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  });
});

describe('REINFORCE', () => {
  test('the moving average of the released code', () => {
    const average = new MovingAverage(oracles.reinforce_ema.momentum);
    for (const { reward, baseline, advantage } of oracles.reinforce_ema.trace) {
      const found = average.add(reward);
      expect(found).toBeCloseTo(baseline, 14);
      expect(reward - found).toBeCloseTo(advantage, 14);
    }
  });

  test('one step of ascent', () => {
    const { logits, choice, advantage, lr, new_logits } = oracles.reinforce_update;
    const moved = Float64Array.from(logits);
    ascend(moved, choice, advantage, lr);
    close([...moved], new_logits, 13);
  });

  /** How often the first parameter takes choice 0 in trials 200 to 399, when that choice and the others err so often. */
  const timesChosen = (percentOfFirst: number, percentOfOthers: number): number => {
    const options = { epochs: 1, key: key(1), policyLearningRate: 0.5, baselineMomentum: 0.9 };
    const method = reinforce(nasbench1shot1Config(1), options);
    let count = 0;
    for (let i = 0; i < 400; i += 1) {
      const trial = method.ask();
      if (!trial || trial === 'wait') throw new Error('it has no end');
      const isFirst = trial.architecture[0] === 0;
      if (isFirst && i >= 200) count += 1;
      method.tell(trial, errorScore(isFirst ? percentOfFirst : percentOfOthers, 0));
    }
    return count;
  };

  test('it learns which choice pays', () => {
    expect(timesChosen(5, 60)).toBeGreaterThan(190);
    expect(timesChosen(60, 5)).toBeLessThan(5);
  });

  test('it learns nothing from what is no architecture', () => {
    const policy = timesChosen(100, 100);
    expect(Math.abs(policy - 200 / 3)).toBeLessThan(4 * Math.sqrt((200 * 2) / 9));
  });

  test('numbers are choices among some of their values', () => {
    const options = { epochs: 1, key: key(1), policyLearningRate: 0.1, baselineMomentum: 0.9 };
    const trial = reinforce(bench1shot1Tuning(1), options).ask();
    if (trial === 'wait' || trial === undefined) throw new Error('no trial');
    const [weightDecay = 0] = trial.architecture;
    expect(weightDecay >= 1e-5 && weightDecay <= 1e-3).toBe(true);
  });
});

describe('TPE', () => {
  const { tpe: oracle } = oracles;

  test.each(Object.entries(oracle.n_below))('of %s trials the good ones', (trials, good) => {
    expect(goodCount(Number(trials), 0.25)).toBe(good);
  });

  test.each(Object.entries(oracle.linear_forgetting_weights))('weights of %s observations', (n, weights) => {
    close(forgettingWeights(Number(n)), weights, 14);
  });

  test.each([oracle.adaptive_parzen_normal, oracle.adaptive_parzen_normal_single])(
    'the estimator of $obs',
    (wanted) => {
      const found = adaptiveParzen(wanted.obs, 0, 1);
      close(found.weights, wanted.weights);
      close(found.means, wanted.mus);
      close(found.deviations, wanted.sigmas);
    },
  );

  test('counts of choices', () => {
    const { obs, k, p } = oracle.categorical_randint;
    close([...categoricalDensity(obs, k)], p);
  });

  test('the density of a cut mixture', () => {
    const { samples, weights, mus, sigmas, low, high, lpdf } = oracle.GMM1_lpdf_truncated;
    const mixture = { weights, means: mus, deviations: sigmas, low, high };
    close(
      samples.map((at) => logDensity(mixture, at)),
      lpdf,
      11,
    );
    // The masses of a partition add up to one.
    const parts = Array.from({ length: 10 }, (_, i) => Math.exp(logMass(mixture, i / 10, (i + 1) / 10)));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
  });

  test('the split into good and other trials', () => {
    const { o_vals, losses, below, n_above } = oracle.split;
    const trials = losses.map((errorPercent, number) => ({
      number,
      architecture: o_vals[number] ?? 0,
      epochs: 1,
      score: errorScore(errorPercent, 0),
    }));
    const { good, others } = splitTrials(trials.toReversed(), 0.25);
    expect(good.map(({ architecture }) => architecture)).toEqual(below);
    expect(others).toHaveLength(n_above);
  });

  test('draws from a mixture stay inside and follow it', () => {
    const mixture = adaptiveParzen([0.1, 0.15], 0, 1);
    const source = draws(key(1));
    const values = Array.from({ length: 4_000 }, () => drawMixture(mixture, source));
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
    const share = values.filter((value) => value < 0.5).length / values.length;
    const wanted = Math.exp(logMass(mixture, 0, 0.5));
    expect(Math.abs(share - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / values.length));
  });

  test('after the start it finds the optimum of a quadratic better than chance', () => {
    const tuning = bench1shot1Tuning(1);
    const search = (startUpTrials: number): number => {
      const method = tpe(tuning, { epochs: 1, key: key(1), startUpTrials, gamma: 0.25, candidates: 24 });
      const errors: number[] = [];
      for (let i = 0; i < 100; i += 1) {
        const trial = method.ask();
        if (!trial || trial === 'wait') throw new Error('it has no end');
        const cutout = trial.architecture[1] ?? Number.NaN;
        errors.push((cutout - 0.7) ** 2);
        method.tell(trial, errorScore(errors.at(-1) ?? 0, 0));
      }
      return errors.slice(50).reduce((sum, error) => sum + error, 0) / 50;
    };
    expect(search(20)).toBeLessThan(search(1_000) / 3);
  });
});

describe('BOHB', () => {
  const { data, var_type, bw_normal_reference, cases } = oracles.bohb_kde;
  const typesOf = (text: string) => [...text] as VariableType[];

  test('normal-reference bandwidths', () => {
    close(normalReference(data), bw_normal_reference);
  });

  test.each(cases)('the density with bandwidths of at least $min_bandwidth', ({ min_bandwidth, bw, pdf }) => {
    const model = kernelDensity(data, typesOf(var_type), min_bandwidth);
    close(model.bandwidths, bw);
    for (const [point, density] of pdf) close([model.density(point as number[])], [density as number], 11);
  });

  test('a column with one category: other categories have an infinite density', () => {
    const oracle = oracles.bohb_kde_degenerate;
    const model = kernelDensity(oracle.data, typesOf(oracle.var_type), 1e-3);
    close(model.bandwidths, oracle.bw);
    close([model.density([0, 0.2])], [oracle.pdf_equal], 11);
    expect(model.density([1, 0.2])).toBe(Infinity);
  });

  test.each(oracles.bohb_split)('$n_obs results in $dims dimensions', (oracle) => {
    const { dims, n_obs, n_good, n_bad, rows_good, rows_bad, model_built } = oracle;
    const { good, bad } = splitSizes(n_obs, dims, 15);
    expect({ good, bad }).toEqual({ good: n_good, bad: n_bad });
    expect([Math.min(good, n_obs), Math.min(bad, n_obs - good)]).toEqual([rows_good, rows_bad]);
    expect(hasModel(n_obs, dims, 15)).toBe(model_built);
  });

  const options = {
    eta: 3,
    minEpochs: 4,
    maxEpochs: 108,
    topPercent: 15,
    samples: 64,
    bandwidthFactor: 3,
    minBandwidth: 1e-3,
    key: key(1),
  };

  test('the first configuration is the default one where the space has one', () => {
    const tuning = bench1shot1Tuning(2);
    const [first] = runThrough(bohb(tuning, { ...options, randomFraction: 0 }), 1, { limit: 1 });
    expect(first && tuning.decode(first.architecture)).toEqual({
      weightDecay: 3e-4,
      cutoutProbability: 0,
      learningRate: 0.025,
    });
  });

  test('the model finds the optimum of a quadratic better than chance', () => {
    const tuning = bench1shot1Tuning(1);
    const search = (randomFraction: number): number => {
      const method = bohb(tuning, { ...options, randomFraction });
      const errors: number[] = [];
      for (let i = 0; i < 150; i += 1) {
        const trial = method.ask();
        if (!trial || trial === 'wait') throw new Error('it has no end');
        const error = ((trial.architecture[1] ?? Number.NaN) - 0.7) ** 2;
        if (i >= 60 && trial.resumes === undefined) errors.push(error);
        method.tell(trial, errorScore(error, 0));
      }
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    };
    expect(search(0)).toBeLessThan(search(1) / 3);
  });
});

test('draws by probability follow it', () => {
  const source = draws(key(2));
  const counts = [0, 0, 0];
  for (let i = 0; i < 6_000; i += 1) {
    const index = drawFrom([0.5, 0, 0.5], source);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(counts[1]).toBe(0);
  expect(Math.abs((counts[0] ?? 0) - 3_000)).toBeLessThan(4 * Math.sqrt(1_500));
});
