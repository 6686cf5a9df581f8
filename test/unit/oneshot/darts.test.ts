import { expect, test } from 'vitest';
import { search } from '../../../experiments/oneshot/darts/darts-cnn.ts';
import { describeGradientSearch, superNetMultiplyAdds } from './describe-gradient-search.ts';
import { tinyCounts, tinyRun, tinySettings } from './tiny-search.ts';

for (const order of ['first', 'second'] as const) {
  describeGradientSearch(`DARTS of ${order} order`, search, {
    settings: { kind: 'darts', order, ...tinySettings },
    alternates: true,
    parameters: ['alphas'],
  });
}

test.each([
  ['first', 3],
  // Looking ahead takes the training minibatch three times forward and back.
  ['second', 3 + 9],
] as const)('%s order costs what it ran', async (order, forArchitecture) => {
  // Minibatches of equal size, so that each step on the architecture takes as many images as one on the weights.
  const { run } = tinyRun({ kind: 'darts', order, ...tinySettings, batchSize: 4 } as const, 1);
  const outcome = await search(run);
  if (!outcome.ok) throw new Error('the search failed');
  const { train, validation } = tinyCounts;
  const whole = superNetMultiplyAdds(run);
  const searching = whole * (3 * 3 * train + 2 * forArchitecture * train + 3 * validation);
  // The rest is the discretised architecture, once over the validation part.
  const discrete = (outcome.value.cost.multiplyAdds - searching) / validation;
  expect(discrete).toBeGreaterThan(0);
  expect(discrete).toBeLessThan(whole);
  expect(Number.isInteger(discrete)).toBe(true);
});
