/** Vectors of reinforcement learning that were made elsewhere in float64, and what compares with them. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Matrix, matrix } from '../../experiments/method/ppo/matrix.ts';

/** The file of this name. */
export const goldenVectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/golden/rl/${name}.json`, import.meta.url), 'utf8'));

export const matrixOf = (rows: readonly (readonly number[])[]): Matrix =>
  matrix(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()));

/** As many numbers, each equal to so many decimals. */
export const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void => {
  expect(found.length).toBe(expected.length);
  Array.from(found).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] ?? Number.NaN, digits);
  });
};
