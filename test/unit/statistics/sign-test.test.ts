import { describe, expect, it } from 'vitest';
import { signTest } from '../../../runner/statistics/sign-test.ts';

/** The portion of all series of n tosses that are at least as uneven. */
function byEnumeration(wins: number, losses: number): number {
  const n = wins + losses;
  const uneven = Math.abs(wins - losses);
  let count = 0;
  for (let series = 0; series < 2 ** n; series++) {
    const heads = [...series.toString(2)].filter((toss) => toss === '1').length;
    if (Math.abs(2 * heads - n) >= uneven) count += 1;
  }
  return count / 2 ** n;
}

describe('signTest', () => {
  it('is the portion of all series of coin tosses that are at least as uneven', () => {
    for (let n = 1; n <= 10; n++) {
      for (let wins = 0; wins <= n; wins++) {
        expect([n, wins, signTest(wins, n - wins)]).toEqual([n, wins, byEnumeration(wins, n - wins)]);
      }
    }
  });

  it('has the values of the binomial distribution, to the last bit', () => {
    expect(signTest(2, 8)).toBe(112 / 1024);
    expect(signTest(18, 2)).toBe(422 / 1_048_576);
    expect(signTest(0, 60)).toBe(2 ** -59);
  });

  it('tells nothing without wins and losses', () => {
    expect(signTest(0, 0)).toBeNull();
  });

  it('is a number for as many pairs as one likes', () => {
    // Normal approximation with continuity correction: z = 99 / sqrt(1100) = 2.985, p = 0.00284.
    expect(signTest(500, 600)).toBeCloseTo(0.00284, 4);
    expect(signTest(600, 500)).toBe(signTest(500, 600));
    expect(signTest(0, 1000)).toBe(2 ** -999);
    expect(signTest(0, 3000)).toBe(0);
    expect(signTest(1500, 1500)).toBe(1);
  });
});
