import { memory, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { AveragedSgd, Parameter, startEngine } from '../../../experiments/engine/index.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const gradients = [
  [1, -2, 0.5],
  [0.25, 1, -1],
  [-1, 0.5, 2],
  [0.75, 0.25, -0.5],
];
const rates = [0.5, 0.25, 1, 0.125];
const decay = 0.01;

/** PyTorch's ASGD with lambda 0 and t0 0, written out. */
function reference(start: readonly number[]) {
  const weights = [...start];
  let averages = [...start];
  gradients.forEach((gradient, step) => {
    // Each step takes the rate of the step before, and the first its own.
    const rate = rates[Math.max(0, step - 1)] ?? 0;
    weights.forEach((w, i) => {
      weights[i] = w - rate * ((gradient[i] ?? 0) + decay * w);
    });
    const share = 1 / Math.max(1, step);
    averages = averages.map((average, i) => average + share * ((weights[i] ?? 0) - average));
  });
  return { weights, averages };
}

test('weights and averages follow the rule, and the own values come back bit for bit', async () => {
  const before = memory().numTensors;
  const start = [1, 2, -3];
  const parameter = new Parameter('w', [3], start);
  const optimizer = new AveragedSgd([parameter], { weightDecay: decay });
  gradients.forEach((values, step) => {
    const gradient = tensor1d(values);
    optimizer.step([gradient], rates[step] ?? 0);
    gradient.dispose();
  });
  const { weights, averages } = reference(start);
  const own = parameter.read();
  own.forEach((value, i) => {
    expect(value).toBeCloseTo(weights[i] ?? NaN, 5);
  });
  const back = await optimizer.useAverages();
  parameter.read().forEach((value, i) => {
    expect(value).toBeCloseTo(averages[i] ?? NaN, 5);
  });
  expect(Math.abs((weights[0] ?? 0) - (averages[0] ?? 0))).toBeGreaterThan(0.05);
  back();
  expect(parameter.read()).toEqual(own);
  optimizer.dispose();
  parameter.dispose();
  expect(memory().numTensors).toBe(before);
});

test('the average lies nearer to the minimum than where noisy steps end', async () => {
  const parameter = new Parameter('w', [1], [4]);
  const optimizer = new AveragedSgd([parameter]);
  for (let step = 0; step < 200; step += 1) {
    const noise = step % 2 === 0 ? 3 : -3;
    const gradient = tensor1d([(parameter.read()[0] ?? 0) + noise]);
    optimizer.step([gradient], 0.5);
    gradient.dispose();
  }
  const last = Math.abs(parameter.read()[0] ?? NaN);
  await optimizer.useAverages();
  expect(Math.abs(parameter.read()[0] ?? NaN)).toBeLessThan(0.1);
  expect(last).toBeGreaterThan(0.5);
  optimizer.dispose();
  parameter.dispose();
});

test('averages start at the values of the first moment', async () => {
  const parameter = new Parameter('w', [2], [1.5, -2]);
  const optimizer = new AveragedSgd([parameter]);
  await optimizer.useAverages();
  expect([...parameter.read()]).toEqual([1.5, -2]);
  optimizer.dispose();
  parameter.dispose();
});
