/** Gradients by the architecture that are clipped before Adam sees them. */
import { memory, mul, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { Adam, Parameter, startEngine } from '../../../experiments/engine/index.ts';
import { BilevelOptimizer } from '../../../experiments/oneshot/bilevel/bilevel-optimizer.ts';

const settings = {
  ...{ momentum: 0.9, weightDecay: 0, gradientClip: 5 },
  ...{ architectureLearningRate: 0.1, architectureMomentum: 0.5, architectureWeightDecay: 0.5 },
};
/** Of two steps: the second is short enough to pass as it is. */
const slopes = [
  [30, -40],
  [3, 4],
];

/** Where two steps of the optimiser lead. */
async function stepped(architectureClip: number): Promise<readonly number[]> {
  const architecture = [new Parameter('alpha', [2], [1, -1])];
  const weights = [new Parameter('w', [1], [0])];
  const optimizer = new BilevelOptimizer({ weights, architecture }, settings, { architectureClip });
  for (const slope of slopes) {
    await optimizer.stepArchitecture(() => sum(mul(architecture[0]?.value ?? 0, tensor1d(slope))));
  }
  const values = [...(architecture[0]?.read() ?? [])];
  for (const held of [optimizer, ...architecture, ...weights]) held.dispose();
  return values;
}

/** Adam alone, on the gradients given. */
function adam(gradients: readonly (readonly number[])[]): readonly number[] {
  const alpha = new Parameter('alpha', [2], [1, -1]);
  const own = new Adam([alpha], { betas: [0.5, 0.999], weightDecay: 0.5 });
  for (const gradient of gradients) tidy(() => own.step([tensor1d([...gradient])], 0.1));
  const values = [...alpha.read()];
  for (const held of [alpha, own]) held.dispose();
  return values;
}

test('a gradient longer than the clip comes to Adam at that length, others as they are', async () => {
  await startEngine('wasm');
  const before = memory().numTensors;
  const [clipped, plain] = [await stepped(5), await stepped(Infinity)];
  const wanted = adam([
    [3, -4],
    [3, 4],
  ]);
  clipped.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i] ?? NaN, 4);
  });
  expect(plain).toEqual(adam(slopes));
  expect(clipped[1]).not.toBeCloseTo(plain[1] ?? NaN, 2);
  expect(memory().numTensors).toBe(before);
});
