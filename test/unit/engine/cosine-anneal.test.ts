import { expect, test } from 'vitest';
import { cosineAnneal } from '../../../experiments/engine/index.ts';

test('the learning rate falls along half a cosine', () => {
  const rates = [0, 25, 50].map((step) => cosineAnneal(0.025, 0.001, step, 50));
  expect(rates[0]).toBe(0.025);
  expect(rates[1]).toBeCloseTo(0.013, 12);
  expect(rates[2]).toBeCloseTo(0.001, 12);
});
