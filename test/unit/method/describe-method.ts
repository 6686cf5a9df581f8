/** The cases every black-box method passes. Not for methods that may end early; they list what they skip. */
import { describe, expect, test } from 'vitest';
import type { BlackBoxMethod } from '../../../experiments/method/black-box-method.ts';
import type { Score } from '../../../experiments/method/score.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';

/** @param make a fresh method for a seed */
export function describeMethod<A>(title: string, make: (seed: number) => BlackBoxMethod<A>): void {
  const scoreOf = (seed: number, trial: number): Score => {
    const source = draws(split(key(seed), 'score', trial));
    return { errorPercent: source.below(20), loss: source.uniform() };
  };
  const runThrough = (seed: number): { asked: A[]; best: unknown } => {
    const method = make(seed);
    const asked: A[] = [];
    for (let trial = method.ask(); trial; trial = method.ask()) {
      asked.push(trial.architecture);
      method.tell(trial, scoreOf(seed, trial.number));
    }
    return { asked, best: method.best() };
  };

  describe(`${title}: conformance`, () => {
    test('the same seed and scores give the same trials and the same best', () => {
      expect(runThrough(1)).toEqual(runThrough(1));
      expect(runThrough(1).asked).not.toEqual(runThrough(2).asked);
    });

    test('the best has no better rival', () => {
      const method = make(3);
      const scores: Score[] = [];
      for (let trial = method.ask(); trial; trial = method.ask()) {
        scores.push(scoreOf(3, trial.number));
        method.tell(trial, scoreOf(3, trial.number));
      }
      const least = Math.min(...scores.map(({ errorPercent }) => errorPercent));
      expect(method.best()?.score.errorPercent).toBe(least);
    });

    test('before the first score there is no best', () => {
      expect(make(4).best()).toBeUndefined();
    });

    test('a score for a trial that is not being measured is refused', () => {
      const method = make(5);
      const trial = method.ask();
      if (!trial) throw new Error('a fresh method has a trial');
      method.tell(trial, scoreOf(5, 0));
      expect(() => method.tell(trial, scoreOf(5, 0))).toThrow(
        `Expected a trial that is being measured, got trial ${trial.number}`,
      );
    });
  });
}
