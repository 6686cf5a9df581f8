/** Trials that crashed, where the conformance suite cannot see what a method builds on. */
import { describe, expect, test } from 'vitest';
import { bohb } from '../../../experiments/method/bohb.ts';
import { hyperparameters } from '../../../experiments/method/hyperparameters.ts';
import { localSearch } from '../../../experiments/method/local-search.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { reinforce } from '../../../experiments/method/reinforce.ts';
import { tpe } from '../../../experiments/method/tpe.ts';
import { key } from '../../../experiments/rng/key.ts';
import { categorical, numeric } from '../../../experiments/space/config-space.ts';
import { runThrough, scoreOf } from './describe-method.ts';
import { crashScore, errorScore } from './error-score.ts';

/** Architectures that know the one they came from; null for random ones. */
interface Traced {
  readonly id: number;
  readonly parent: number | null;
}

const crashes = (trial: number): boolean => trial % 4 !== 0;
const scored = (trial: number) => (crashes(trial) ? crashScore : scoreOf(1, trial));

/** Ids in the order of sampling, which is that of asking. */
function traced() {
  let made = 0;
  const next = (parent: number | null): Traced => ({ id: made++, parent });
  return {
    sample: () => next(null),
    mutate: ({ id }: Traced) => next(id),
    neighbours: ({ id }: Traced) => [next(id), next(id), next(id)],
    id: ({ id }: Traced) => String(id),
  };
}

const numbers = hyperparameters('numbers', [numeric('float', 'x', [0, 1]), numeric('float', 'y', [0, 1])]);

describe('evolution', () => {
  const options = { epochs: 1, key: key(1), population: 8, sample: 1, replacement: true };

  test('no child has a crashed parent, even when one member alone competes', () => {
    const trials = runThrough(regularizedEvolution(traced(), options), 1, { limit: 80, scored });
    const parents = trials.flatMap(({ architecture: { parent } }) => (parent === null ? [] : [parent]));
    expect(parents.length).toBeGreaterThan(60);
    expect(parents.filter(crashes)).toEqual([]);
  });

  test('goes on at random while there is no member', () => {
    const trials = runThrough(regularizedEvolution(traced(), options), 1, {
      limit: 30,
      scored: (trial) => (trial < 20 ? crashScore : scoreOf(1, trial)),
    });
    const random = trials.filter(({ architecture: { parent } }) => parent === null);
    expect(random.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, i) => i));
  });
});

test('local search climbs from no crashed architecture', () => {
  const trials = runThrough(localSearch(traced(), { epochs: 1, key: key(1) }), 1, { limit: 80, scored });
  const byId = new Map(trials.map(({ architecture, number }) => [architecture.id, number]));
  const places = trials.flatMap(({ architecture: { parent } }) =>
    parent === null ? [] : [byId.get(parent)],
  );
  expect(places.length).toBeGreaterThan(10);
  for (const place of places) expect(scored(place ?? 1)).not.toBe(crashScore);
});

describe('models of what is good', () => {
  /** Good near 0; whatever is past 1/2 crashes. */
  const score = ([x = 0, y = 0]: readonly number[]) => (x > 0.5 ? crashScore : errorScore(100 * (x + y), 0));

  function proposals(method: ReturnType<typeof tpe>, count: number): readonly (readonly number[])[] {
    const asked: (readonly number[])[] = [];
    while (asked.length < count) {
      const trial = method.ask();
      if (trial === 'wait' || !trial) break;
      method.tell(trial, score(trial.architecture));
      asked.push(trial.architecture);
    }
    return asked;
  }
  const crashed = (asked: readonly (readonly number[])[]): number =>
    asked.slice(60).filter(([x = 0]) => x > 0.5).length;

  test('TPE leaves out what crashed', () => {
    const method = tpe(numbers, { epochs: 1, key: key(1), startUpTrials: 20, gamma: 0.25, candidates: 24 });
    const asked = proposals(method, 120);
    expect(asked).toHaveLength(120);
    expect(method.best()?.score.values[0]).toBeLessThan(40);
  });

  test('BOHB counts what crashed as bad, and so proposes it less often than chance', () => {
    const method = bohb(numbers, {
      ...{ eta: 2, minEpochs: 1, maxEpochs: 1, key: key(1) },
      ...{ topPercent: 15, samples: 64, randomFraction: 0.1, bandwidthFactor: 3, minBandwidth: 1e-3 },
    });
    const asked = proposals(method, 160);
    expect(asked).toHaveLength(160);
    expect(crashed(asked)).toBeLessThan(25);
  });

  test('BOHB proposes as without a model while too few have a score', () => {
    const options = {
      ...{ eta: 2, minEpochs: 1, maxEpochs: 1, key: key(1) },
      ...{ topPercent: 15, samples: 64, bandwidthFactor: 3, minBandwidth: 1e-3 },
    };
    const run = (randomFraction: number) =>
      runThrough(bohb(numbers, { ...options, randomFraction }), 1, { limit: 40, scored: () => crashScore });
    const architectures = (trials: ReturnType<typeof run>) => trials.map(({ architecture }) => architecture);
    expect(architectures(run(0))).toEqual(architectures(run(1)));
  });
});

test('REINFORCE learns nothing from a crash', () => {
  const space = { name: 'two', parameters: [categorical('a', 5), categorical('b', 5)], decode: String };
  const run = (crashed: (trial: number) => boolean, worst: typeof crashScore) => {
    const method = reinforce(space, { epochs: 1, key: key(1), policyLearningRate: 1, baselineMomentum: 0.5 });
    return runThrough(method, 1, { scored: (trial) => (crashed(trial) ? worst : scoreOf(1, trial)) }).map(
      ({ architecture }) => architecture,
    );
  };
  const learnt = run(() => false, crashScore);
  const mixed = run(crashes, crashScore);
  expect(mixed).not.toEqual(learnt);
  // An error of 100 % is no reward at all.
  expect(mixed).toEqual(run(crashes, errorScore(100, 0)));
});
