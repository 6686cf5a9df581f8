import { describe, expect, test } from 'vitest';
import { asha } from '../../../experiments/method/asha.ts';
import type { BlackBoxMethod, Proposal } from '../../../experiments/method/black-box-method.ts';
import { bohb } from '../../../experiments/method/bohb.ts';
import { type Decision, decisionLine, type Evaluation } from '../../../experiments/method/decision-log.ts';
import { bench1shot1Tuning } from '../../../experiments/method/hyperparameters.ts';
import { type ClockOptions, runOnLogicalClock } from '../../../experiments/method/logical-clock.ts';
import { randomSearch } from '../../../experiments/method/random.ts';
import { regularizedEvolution } from '../../../experiments/method/regularized-evolution.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { errorScore } from './error-score.ts';

/** Architectures that are numbers in [0, 1). */
const numbers = {
  sample: (source: { uniform(): number }) => source.uniform(),
  mutate: (value: number, source: { uniform(): number }) => (value + source.uniform() / 10) % 1,
};

/** Error and duration depend on the architecture, with many ties between durations. */
const evaluation = ({ number, architecture, epochs }: Proposal<number>): Evaluation => ({
  score: errorScore(100 * architecture + 10 / epochs, draws(split(key(9), number)).uniform()),
  seconds: epochs * (1 + Math.floor(3 * architecture)),
  isValid: true,
});

const methods: Readonly<Record<string, () => BlackBoxMethod<number>>> = {
  random: () => randomSearch(numbers, { epochs: 3, key: key(1) }),
  evolution: () =>
    regularizedEvolution(numbers, {
      epochs: 3,
      key: key(1),
      population: 10,
      sample: 3,
      replacement: true,
    }),
  asha: () => asha(numbers, { eta: 2, minEpochs: 1, maxEpochs: 8, key: key(1) }),
};

type Options = Partial<ClockOptions<number, string>>;

async function run(name: string, logicalWorkers: number, changes: Options = {}) {
  const decisions: Decision[] = [];
  const outcome = await runOnLogicalClock<number, string>({
    method: methods[name]?.() ?? randomSearch(numbers, { epochs: 3, key: key(1) }),
    evaluate: (trial) => ok(evaluation(trial)),
    logicalWorkers,
    evaluations: 60,
    simulatedSeconds: 0,
    id: String,
    onDecision: (decision) => decisions.push(decision),
    ...changes,
  });
  return { outcome, decisions, log: decisions.map(decisionLine).join('\n') };
}

/** Answers after a number of turns of the event loop that has nothing to do with logical time. */
async function later<T>(value: T, turns: number): Promise<T> {
  for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setImmediate(resolve));
  return value;
}

const scrambled = (trial: Proposal<number>): Promise<Result<Evaluation, string>> =>
  later(ok(evaluation(trial)), draws(split(key(77), trial.number)).below(7));

describe.each(Object.keys(methods))('%s', (name) => {
  describe.each([1, 2, 8])('on %i logical workers', (workers) => {
    test('the order in which trials really finish changes no decision', async () => {
      const { log, outcome } = await run(name, workers);
      expect(log.split('\n')).toHaveLength(120);
      const slow = await run(name, workers, { evaluate: scrambled });
      expect(slow.log).toBe(log);
      expect(slow.outcome).toEqual(outcome);
      const known = await run(name, workers, {
        evaluate: scrambled,
        seconds: (trial) => evaluation(trial).seconds,
      });
      expect(known.log).toBe(log);
    });
  });

  test('the number of logical workers is part of the search', async () => {
    const [one, eight] = [await run(name, 1), await run(name, 8)];
    expect(one.log).not.toBe(eight.log);
    if (one.outcome.ok && eight.outcome.ok) {
      expect(eight.outcome.value.seconds).toBeLessThan(one.outcome.value.seconds / 4);
      expect(one.outcome.value.busySeconds).toBe(one.outcome.value.seconds);
    }
  });
});

describe('order of events', () => {
  const fixed = (seconds: readonly number[]) => (trial: Proposal<number>) =>
    ok({
      score: errorScore(50 - trial.number, 0),
      seconds: seconds[trial.number] ?? 1,
      isValid: true,
    });

  test('trials that finish together finish by worker, and free workers start by number', async () => {
    const { decisions } = await run('random', 3, { evaluate: fixed([2, 1, 1, 1]), evaluations: 5 });
    expect(
      decisions.map(({ time, worker, event, trial }) => `${time} ${event} ${trial} on ${worker}`),
    ).toEqual([
      '0 start 0 on 0',
      '0 start 1 on 1',
      '0 start 2 on 2',
      '1 finish 1 on 1',
      '1 start 3 on 1',
      '1 finish 2 on 2',
      '1 start 4 on 2',
      '2 finish 0 on 0',
      '2 finish 3 on 1',
      '2 finish 4 on 2',
    ]);
  });

  test('a worker that waits starts when the rung is done', async () => {
    const tuning = bench1shot1Tuning(1);
    const method = bohb(tuning, {
      eta: 2,
      minEpochs: 1,
      maxEpochs: 2,
      brackets: 1,
      topPercent: 15,
      samples: 64,
      randomFraction: 1 / 3,
      bandwidthFactor: 3,
      minBandwidth: 1e-3,
      key: key(1),
    });
    const starts: (readonly [number, number])[] = [];
    await runOnLogicalClock({
      method,
      evaluate: ({ number, epochs }) =>
        ok({ score: errorScore(number, 0), seconds: epochs * (number + 1), isValid: true }),
      logicalWorkers: 2,
      evaluations: 0,
      simulatedSeconds: 0,
      id: String,
      onDecision: ({ event, time, trial }) => {
        if (event === 'start') starts.push([time, trial]);
      },
    });
    expect(starts).toEqual([
      [0, 0],
      [0, 1],
      [2, 2],
    ]);
  });

  test('no trial starts after the end in time, and those under way are finished', async () => {
    const { outcome, decisions } = await run('random', 2, {
      evaluate: fixed([3, 4, 3, 3, 3, 3]),
      evaluations: 0,
      simulatedSeconds: 6,
    });
    expect(decisions.filter(({ event }) => event === 'start').map(({ time }) => time)).toEqual([
      0, 0, 3, 4, 6,
    ]);
    expect(outcome).toMatchObject({
      ok: true,
      value: { trials: 5, seconds: 9, busySeconds: 16, epochs: 15 },
    });
  });

  test('incumbents get better, and what is no architecture or crashed never is one', async () => {
    const errors = [NaN, 0, 30, 40, 20, 20];
    const { outcome, decisions } = await run('random', 1, {
      evaluate: ({ number }) =>
        ok({
          score: errorScore(errors[number] ?? 99, 0),
          seconds: number === 1 ? 0 : 1,
          isValid: number !== 1,
        }),
      evaluations: 7,
    });
    if (!outcome.ok) throw new Error('it did not fail');
    expect(
      outcome.value.incumbents.map(({ time, trial, score }) => [time, trial.number, score.values[0]]),
    ).toEqual([
      [2, 2, 30],
      [4, 4, 20],
    ]);
    expect(outcome.value).toMatchObject({ trials: 7, invalidTrials: 1, seconds: 6 });
    expect(decisions.find(({ event }) => event === 'finish')).toMatchObject({ validationErrorPercent: null });
  });

  test('a line of the log', async () => {
    const { log } = await run('asha', 1, { evaluations: 1 });
    const [start = '', finish = ''] = log.split('\n');
    expect(JSON.parse(start)).toEqual({
      architecture: expect.any(String),
      epochs: 1,
      event: 'start',
      resumes: null,
      time: 0,
      trial: 0,
      worker: 0,
    });
    expect(JSON.parse(finish)).toMatchObject({ event: 'finish', isValid: true, trial: 0 });
  });
});

describe('what goes wrong', () => {
  test('an evaluation that fails ends the search with its failure, after those under way', async () => {
    let open = 0;
    const { outcome } = await run('random', 4, {
      async evaluate(trial) {
        open += 1;
        await later(null, trial.number);
        open -= 1;
        return trial.number === 1 ? { ok: false, failures: ['no memory'] } : ok(evaluation(trial));
      },
    });
    expect(outcome).toEqual({ ok: false, failures: ['no memory'] });
    expect(open).toBe(0);
  });

  test('durations other than the cost model said are noticed', async () => {
    await expect(run('random', 1, { seconds: () => 1_000 })).rejects.toThrow(
      /^Internal error: trial 0 took \d+ s, not 1000 s$/,
    );
  });

  test('no workers are refused', async () => {
    await expect(run('random', 0)).rejects.toThrow(
      new TypeError('Expected `logicalWorkers` to be an integer >= 1, got `0`'),
    );
  });
});
