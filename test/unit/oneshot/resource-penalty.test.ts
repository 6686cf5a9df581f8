/** What operations cost, and the penalty on it, against the released modules: SNAS-Series/SNAS-Series@9a43adb. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operationCost, resourcePenalty } from '../../../experiments/oneshot/resource-penalty.ts';
import { edgeMaps, layOut } from '../../../experiments/space/darts-cnn/layout.ts';
import { operations } from '../../../experiments/space/darts-cnn/operations.ts';
import { softmaxOf } from '../../../schemas/exact-math.ts';

const oracle = JSON.parse(readFileSync('test/fixtures/oracles/snas-resources.json', 'utf8'));
const shape = { ...oracle.shape, classes: 10, inputChannels: 3 };

const weightsOf = (kind: number): Float32Array =>
  Float32Array.from(
    Array.from({ length: 14 }, (_, edge) =>
      softmaxOf(Float32Array.from(operations, (_, o) => 2 * Math.sin(1.1 * edge + 0.7 * o + kind))),
    ).flat(),
  );

test.each([
  ['normal', 0],
  ['reduction', 1],
] as const)('every operation of a %s cell costs what the released one does', (_, index) => {
  const cell = layOut(shape)[index];
  if (!cell) throw new Error('no such cell');
  const costs = operations.map((name) => {
    const { size, operations: spent, traffic } = operationCost(name, edgeMaps(cell, 0));
    return [size, spent, traffic];
  });
  expect(costs).toEqual(oracle.costs[index]);
});

test('the penalty and its slopes are those of the released code', () => {
  const { value, slopes } = resourcePenalty(shape, { normal: weightsOf(0), reduce: weightsOf(1) });
  expect(value).toBeCloseTo(oracle.value, 4);
  for (const kind of ['normal', 'reduce'] as const) {
    slopes[kind].forEach((slope, i) => {
      expect(Math.abs(slope - oracle.slopes[kind][i])).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
    });
  }
});

test('an operation that costs nothing has no slope', () => {
  const { slopes } = resourcePenalty(shape, { normal: weightsOf(0), reduce: weightsOf(1) });
  for (let edge = 0; edge < 14; edge += 1) expect(slopes.normal[8 * edge]).toBe(0);
  expect(slopes.normal.some((slope) => slope > 0)).toBe(true);
});
