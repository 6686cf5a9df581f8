import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cos, cosTurns, exp, log, power, sinTurns, softmaxOf, tanh } from '../../../schemas/exact-math.ts';
import { random } from '../engine/support/numbers.ts';

const unit = Array.from(random([2000], 3).data);
const close = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(expected)));

/** Of all inputs, relative to the trusted value. */
const worst = (own: (x: number) => number, trusted: (x: number) => number, inputs: number[]): number =>
  Math.max(...inputs.map((x) => Math.abs(own(x) - trusted(x)) / Math.max(Math.abs(trusted(x)), 1e-300)));

describe('elementary functions', () => {
  test.each([
    ['exp', exp, Math.exp, (x: number) => x * 700, 5e-16],
    ['log of any size', log, Math.log, (x: number) => 2 ** (x * 1000), 5e-16],
    ['log about 1', log, Math.log, (x: number) => 1 + x / 2, 5e-16],
    ['tanh', tanh, Math.tanh, (x: number) => x * 20, 2e-12],
  ])('%s agrees with the library of the runtime', (_, own, trusted, place, tolerance) => {
    expect(worst(own, trusted, unit.map(place))).toBeLessThan(tolerance);
  });

  test('the cosine agrees with it over many turns', () => {
    for (const x of unit.map((u) => u * 1e4)) expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-15);
  });

  test.each([-745, -740, -700, -30.5, -1, -1e-9, 0, 1e-300, 0.3, 1, 10.25, 300, 709.7])('exp(%d)', (x) => {
    expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual((x < -700 ? 0.3 : 1e-14) * Math.exp(x));
  });

  test.each([1e-310, 1e-5, 0.3, 0.7071067811865475, 1, 1.5, 10, 12345.678, 1e300])('log(%d)', (x) => {
    close(log(x), Math.log(x));
  });

  test('the ends of their ranges', () => {
    expect([exp(710), exp(Infinity), exp(0), exp(-750), exp(-Infinity), exp(NaN)]).toEqual([
      Infinity,
      Infinity,
      1,
      0,
      0,
      NaN,
    ]);
    expect(exp(-740)).toBe(Math.exp(-740));
    expect([log(0), log(-1), log(Infinity), log(1)]).toEqual([-Infinity, NaN, Infinity, 0]);
    expect(log(5e-324)).toBe(Math.log(5e-324));
    expect([tanh(0), tanh(400), tanh(-400)]).toEqual([0, 1, -1]);
  });

  test('powers: of any base for whole exponents, of positive ones for others', () => {
    expect([power(3, 0), power(3, 5), power(0.5, 3), power(-2, 3)]).toEqual([1, 243, 0.125, -8]);
    close(power(2, 0.5), Math.SQRT2);
    close(power(4, -1), 0.25);
    expect(power(-2, 0.5)).toBeNaN();
  });

  test('sine and cosine of turns', () => {
    for (let i = -50; i <= 50; i += 1) {
      close(cosTurns(i / 37), Math.cos((2 * Math.PI * i) / 37));
      close(sinTurns(i / 37), Math.sin((2 * Math.PI * i) / 37));
    }
    expect([cosTurns(0), cosTurns(0.5), cosTurns(1), sinTurns(0.25)]).toEqual([1, -1, 1, 1]);
  });

  test('a softmax sums to 1, whatever is added to all of its values', () => {
    const shares = softmaxOf([0, Math.log(2), Math.log(5)]);
    [1 / 8, 2 / 8, 5 / 8].forEach((share, i) => {
      close(shares[i] ?? NaN, share);
    });
    expect(softmaxOf([1000, 1000])).toEqual([0.5, 0.5]);
    expect(softmaxOf(Float32Array.of(-1000, 0))).toEqual([0, 1]);
  });

  test('give the bits they always gave', () => {
    const hash = createHash('sha256');
    for (const x of unit) {
      const values = [exp(x * 50), log(1 + x), cos(x * 100), tanh(x), power(x, 9), cosTurns(x)];
      hash.update(new Uint8Array(Float64Array.from(values).buffer));
    }
    expect(hash.digest('hex')).toBe('aad4a5cf81d948d3ebcef5109c280f2c2321eefe51b1388171f5490c447957e1');
  });
});

describe('tanh', () => {
  test.each([0.02, 0.3, 0.6, 1, 1.5, 2.1])(
    'is within rounding where intervals of correlations need it: %d',
    (x) => {
      expect(Math.abs(tanh(x) - Math.tanh(x))).toBeLessThanOrEqual(2 ** -52);
      expect(tanh(-x) + tanh(x)).toBe(0);
    },
  );
});
