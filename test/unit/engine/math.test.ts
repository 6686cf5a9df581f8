import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cos, cosineAnneal, exp, log, power, sin, tanh } from '../../../experiments/engine/index.ts';
import { random } from './support/numbers.ts';

const unit = Array.from(random([2000], 3).data);

const worst = (own: (x: number) => number, trusted: (x: number) => number, inputs: number[]): number =>
  Math.max(...inputs.map((x) => Math.abs(own(x) - trusted(x)) / Math.max(Math.abs(trusted(x)), 1e-300)));

describe('elementary functions', () => {
  it('agree with the library of the runtime to a few units in the last place', () => {
    expect(
      worst(
        exp,
        Math.exp,
        unit.map((x) => x * 700),
      ),
    ).toBeLessThan(5e-16);
    expect(
      worst(
        log,
        Math.log,
        unit.map((x) => 2 ** (x * 1000)),
      ),
    ).toBeLessThan(5e-16);
    expect(
      worst(
        log,
        Math.log,
        unit.map((x) => 1 + x / 2),
      ),
    ).toBeLessThan(5e-16);
    expect(
      worst(
        tanh,
        Math.tanh,
        unit.map((x) => x * 20),
      ),
    ).toBeLessThan(2e-12);
    for (const x of unit.map((u) => u * 1e4)) {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-15);
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-15);
    }
  });

  it('keep to the conventions at the ends of their range', () => {
    expect([exp(710), exp(-750), exp(0), exp(Number.NaN)]).toEqual([
      Number.POSITIVE_INFINITY,
      0,
      1,
      Number.NaN,
    ]);
    expect(exp(-740)).toBe(Math.exp(-740));
    expect([log(0), log(-1), log(1), log(5e-324)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      0,
      Math.log(5e-324),
    ]);
    expect([power(3, 0), power(3, 5), power(0.5, 3)]).toEqual([1, 243, 0.125]);
  });

  it('give the bits they always gave', () => {
    const hash = createHash('sha256');
    for (const x of unit) {
      const values = [exp(x * 50), log(1 + x), sin(x * 100), cos(x * 100), tanh(x)];
      hash.update(new Uint8Array(Float64Array.from(values).buffer));
    }
    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"fa6378d16f1a4aeb459d3ad12719d8af62b6d00d4cf5345d5bd954324d222c3a"`,
    );
  });

  it('the learning rate falls along half a cosine', () => {
    const rates = [0, 25, 50].map((step) => cosineAnneal(0.025, 0.001, step, 50));
    expect(rates[0]).toBe(0.025);
    expect(rates[1]).toBeCloseTo(0.013, 12);
    expect(rates[2]).toBeCloseTo(0.001, 12);
  });
});
