/** The cases every black-box method passes. */
import { describe, expect, test } from 'vitest';
import type { BlackBoxMethod, Proposal, ScoredTrial } from '../../../experiments/method/black-box-method.ts';
import { compareTrials } from '../../../experiments/method/ledger.ts';
import type { Score } from '../../../experiments/method/score.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { crashScore, errorScore } from './error-score.ts';

export interface MethodTraits<A> {
  /** A fresh method for a seed. */
  readonly make: (seed: number) => BlackBoxMethod<A>;
  /** What keeps a proposal from being an architecture; left out where the encoding allows such proposals. */
  readonly problems?: (architecture: A) => readonly string[];
  /** Trials after which it ends by itself; left out for methods without an end of their own. */
  readonly ends?: number;
  /** Why the order of the scores of trials under way matters; left out where it does not. */
  readonly orderMatters?: string;
  /** Allowed lengths of trials. */
  readonly epochs: readonly number[];
}

export const scoreOf = (seed: number, trial: number): Score => {
  const source = draws(split(key(seed), 'score', trial));
  return errorScore(source.below(20), source.uniform());
};

/** Trials asked for in groups of `width`, told in the order that `arrange` gives each group. */
export function runThrough<A>(
  method: BlackBoxMethod<A>,
  seed: number,
  {
    limit = 60,
    width = 1,
    arrange = (group: readonly Proposal<A>[]) => group,
    scored = (trial: number) => scoreOf(seed, trial),
  } = {},
): readonly ScoredTrial<A>[] {
  const told: ScoredTrial<A>[] = [];
  for (;;) {
    const group: Proposal<A>[] = [];
    while (group.length < width && told.length + group.length < limit) {
      const trial = method.ask();
      if (trial === undefined || trial === 'wait') break;
      group.push(trial);
    }
    if (group.length === 0) return told.sort((a, b) => a.number - b.number);
    for (const trial of arrange(group)) {
      const score = scored(trial.number);
      method.tell(trial, score);
      told.push({ ...trial, score });
    }
  }
}

export function describeMethod<A>(title: string, traits: MethodTraits<A>): void {
  const { make, problems, ends, orderMatters, epochs } = traits;
  const reverse = (group: readonly Proposal<A>[]) => [...group].reverse();

  describe(`${title}: conformance`, () => {
    test('the same seed and scores give the same trials, another seed others', () => {
      const trials = runThrough(make(1), 1);
      expect(trials.length).toBeGreaterThan(5);
      expect(runThrough(make(1), 1)).toEqual(trials);
      expect(runThrough(make(2), 1)).not.toEqual(trials);
    });

    test('trials are numbered in the order of asking, and continue trials of the same architecture', () => {
      const trials = runThrough(make(3), 3, { width: 4 });
      expect(trials.map(({ number }) => number)).toEqual(trials.map((_, i) => i));
      for (const trial of trials) {
        expect(epochs).toContain(trial.epochs);
        const before = trial.resumes === undefined ? undefined : trials[trial.resumes];
        if (trial.resumes === undefined) continue;
        expect(before?.architecture).toEqual(trial.architecture);
        expect(before?.epochs).toBeLessThan(trial.epochs);
      }
    });

    test('the best has no better rival', () => {
      const method = make(4);
      const trials = runThrough(method, 4);
      expect(method.best()).toEqual([...trials].sort(compareTrials)[0]);
    });

    test('before the first score there is no best', () => {
      expect(make(5).best()).toBeUndefined();
    });

    test('a score for a trial that is not being measured is refused', () => {
      const method = make(6);
      const [trial] = runThrough(method, 6, { limit: 1 });
      expect(trial?.number).toBe(0);
      for (const number of [0, 1_000]) {
        expect(() => method.tell({ number }, scoreOf(6, 0))).toThrow(
          new TypeError(`Expected a trial that is being measured, got trial ${number}`),
        );
      }
    });

    test('crashed trials are never the best', () => {
      const method = make(7);
      const trials = [method.ask(), method.ask()].flatMap((trial) =>
        trial === 'wait' || !trial ? [] : [trial],
      );
      for (const trial of trials) {
        method.tell(trial, errorScore(trial.number === 0 ? Number.NaN : 99, 1));
      }
      expect(method.best()?.number).toBe(trials.length > 1 ? 1 : undefined);
    });

    test('a search some of whose trials crash goes on, and builds on none of them', () => {
      const method = make(12);
      const crashes = (number: number): boolean => number % 3 !== 1;
      const trials = runThrough(method, 12, {
        scored: (trial) => (crashes(trial) ? crashScore : scoreOf(12, trial)),
      });
      expect(trials.length).toBeGreaterThan(5);
      for (const { resumes } of trials) if (resumes !== undefined) expect(crashes(resumes)).toBe(false);
      const scored = trials.filter(({ number }) => !crashes(number));
      expect(method.best()).toEqual([...scored].sort(compareTrials)[0]);
    });

    test('where every trial crashes, there is no best and nothing is continued', () => {
      const method = make(13);
      const trials = runThrough(method, 13, { width: 4, scored: () => crashScore });
      expect(trials.length).toBeGreaterThan(5);
      expect(trials.filter(({ resumes }) => resumes !== undefined)).toEqual([]);
      expect(method.best()).toBeUndefined();
    });

    test('waiting or over, it says so again', () => {
      const method = make(8);
      const asked: Proposal<A>[] = [];
      let last = method.ask();
      for (; last && last !== 'wait' && asked.length < 80; last = method.ask()) asked.push(last);
      if (last === 'wait' || last === undefined) expect(method.ask()).toBe(last);
      expect(new Set(asked.map(({ number }) => number)).size).toBe(asked.length);
    });

    if (orderMatters === undefined) {
      test('scores of trials under way can be told in any order', () => {
        const inOrder = runThrough(make(9), 9, { width: 5 });
        expect(runThrough(make(9), 9, { width: 5, arrange: reverse })).toEqual(inOrder);
      });
    }

    if (ends !== undefined) {
      test('it ends by itself', () => {
        const method = make(10);
        expect(runThrough(method, 10, { limit: 10_000 })).toHaveLength(ends);
        expect(method.ask()).toBeUndefined();
        expect(runThrough(make(10), 10, { limit: 10_000, width: 3 })).toHaveLength(ends);
      });
    }

    if (problems) {
      test('every proposal is an architecture of the space', () => {
        for (const trial of runThrough(make(11), 11, { width: 3 })) {
          expect(problems(trial.architecture)).toEqual([]);
        }
      });
    }
  });
}
