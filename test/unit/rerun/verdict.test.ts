import { describe, expect, test } from 'vitest';
import { worst } from '../../../runner/report/compare/verdict.ts';
import { cellVerdict, keepsPromise } from '../../../runner/rerun/verdict.ts';
import type { LockedJob } from '../../../schemas/lock.ts';
import { lockedJobOf, testMetrics } from '../../util/locked.ts';

const job = (errorPercent: number, bytes = String(errorPercent)): LockedJob =>
  lockedJobOf('key', bytes, testMetrics(errorPercent));

const jobs = (...errors: number[]): Record<string, LockedJob> =>
  Object.fromEntries(errors.map((error, i) => [`j${i}`, job(error)]));

const verdict = (locked: Record<string, LockedJob>, found: Record<string, LockedJob>) =>
  cellVerdict(Object.keys(locked), 'test.errorPercent', { jobs: locked }, found);

describe('cellVerdict', () => {
  test('equal keys and digests are bitwise', () => {
    expect(verdict(jobs(10, 20), jobs(10, 20))).toBe('bitwise');
  });

  test('other bytes with the same numbers are within tolerance', () => {
    expect(verdict({ j0: job(10, 'a') }, { j0: job(10.0005, 'b') })).toBe('within tolerance');
    expect(verdict({ j0: job(10, 'a') }, { j0: job(10.01, 'b') })).toBe('differs');
  });

  test('means within two standard errors are statistical, others differ', () => {
    // Both have standard deviation 1, so two standard errors are 2 * sqrt(1/3 + 1/3) = 1.63.
    expect(verdict(jobs(9, 10, 11), jobs(10.6, 11.6, 12.6))).toBe('statistical');
    expect(verdict(jobs(9, 10, 11), jobs(10.7, 11.7, 12.7))).toBe('differs');
  });

  test('a job without a result is missing', () => {
    expect(verdict(jobs(10, 20), jobs(10))).toBe('missing');
  });
});

test('a bit-exact engine promises bitwise, a tolerant one less', () => {
  expect(keepsPromise('within tolerance', 'bit-exact')).toBe(false);
  expect(keepsPromise('within tolerance', 'tolerance')).toBe(true);
  expect(keepsPromise('statistical', 'tolerance')).toBe(false);
});

test('the worst verdict of a table stands for it', () => {
  expect(worst(['bitwise', 'statistical', 'within tolerance'])).toBe('statistical');
  expect(worst([])).toBe('bitwise');
});
