/** An engine on another device against the cpu engine: every op, forwards and backwards, and a short training. */
import { describe, expect, it } from 'vitest';
import type { EngineName } from '../../../../schemas/engine.ts';
import { skipAll } from '../../../util/skip-all.ts';
import { outcomesOf } from './outcomes.ts';
import type { CaseOutcome } from './run-cases.ts';
import type { Trained } from './tiny-network.ts';

/** Largest allowed difference, relative to the largest expected value (but at least to 1). */
const tolerance = 1e-5;

const expectClose = (found: readonly number[], wanted: readonly number[], label: string): void => {
  expect(found.length, `${label}: size`).toBe(wanted.length);
  const scale = Math.max(1, ...wanted.map(Math.abs));
  wanted.forEach((value, i) => {
    const difference = Math.abs((found[i] ?? Number.NaN) - value);
    if (!(difference <= tolerance * scale)) {
      expect.fail(`${label}: at ${i} expected ${value}, got ${found[i]}`);
    }
  });
};

/** Skips by name, with what the engine says, where the engine cannot run. */
export async function describeAgreement(name: Exclude<EngineName, 'cpu'>): Promise<void> {
  const outcomes = await outcomesOf(['cpu', name]);
  const [cpu, other] = [outcomes.cpu, outcomes[name]];
  const expected = cpu as { cases: readonly CaseOutcome[]; trained: Trained };
  const actual = other as typeof expected;

  describe(name, () => {
    skipAll('unavailable' in other ? other.unavailable : undefined);

    it.each(expected.cases.map((wanted, i) => [wanted.name, i] as const))('%s', (_, i) => {
      const wanted = expected.cases[i] as CaseOutcome;
      const found = actual.cases[i] as CaseOutcome;
      expect(found.error).toBeUndefined();
      expect(found.shape).toEqual(wanted.shape);
      expectClose(found.y, wanted.y, 'forward');
      expect(Object.keys(found.gradients)).toEqual(Object.keys(wanted.gradients));
      for (const [input, gradient] of Object.entries(wanted.gradients)) {
        expectClose(found.gradients[Number(input)] ?? [], gradient, `gradient of input ${input}`);
      }
      expect(found.leaked, 'tensors left behind').toBe(0);
    });

    it('four steps of training end where the cpu engine ends', () => {
      expectClose(actual.trained.losses, expected.trained.losses, 'losses');
      expected.trained.weights.forEach((wanted, i) => {
        expectClose(actual.trained.weights[i] ?? [], wanted, `parameter ${i}`);
      });
    });

    it('training leaves no tensors behind', () => {
      expect(actual.trained.leaked).toBe(0);
    });
  });
}
