import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { philox } from '../../../experiments/rng/philox.ts';

describe('philox', () => {
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      ['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd'],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      ['d16cfe09', '94fdcceb', '5001e420', '24126ea1'],
    ],
  ] as const)('gives the published words for counter %j', (counter, k, words) => {
    const out = new Uint32Array(4);
    philox(counter, k, out);
    expect([...out].map((word) => word.toString(16).padStart(8, '0'))).toEqual(words);
  });
});

describe('keys', () => {
  test('the root key of a seed and its children are fixed', () => {
    expect(key(0).words).toMatchInlineSnapshot(`
      [
        794572525,
        2035245968,
        1156285898,
        2641548313,
      ]
    `);
    expect(split(key(1), 'data', 3).words).toMatchInlineSnapshot(`
      [
        517965646,
        2344054905,
        1508178146,
        3823468975,
      ]
    `);
  });

  test('a path of names is the same as splitting name by name', () => {
    expect(split(key(1), 'epoch', 3)).toEqual(split(split(key(1), 'epoch'), 3));
  });

  test('children differ from each other and from children of another seed', () => {
    const keys = [
      key(0),
      key(1),
      split(key(1), 'a'),
      split(key(1), 'b'),
      split(key(1), 3),
      split(key(1), '3'),
      split(key(1), 'a', 'b'),
      split(key(1), 'ab'),
      split(key(0), 'a'),
    ];
    expect(new Set(keys.map((k) => k.words.join())).size).toBe(keys.length);
  });

  test('a seed outside 32 bits or a fractional name is refused', () => {
    expect(() => key(-1)).toThrow('Expected `seed` to be an integer in [0, 4294967295], got `-1`');
    expect(() => split(key(1), 0.5)).toThrow(
      'Expected the name of a child key to be a text or an integer, got `0.5`',
    );
  });
});

describe('draws', () => {
  test('two cursors over one key draw the same', () => {
    const a = draws(key(7));
    const b = draws(key(7));
    expect(Array.from({ length: 20 }, () => a.uint32())).toEqual(
      Array.from({ length: 20 }, () => b.uint32()),
    );
  });

  test('the first numbers of a key are fixed', () => {
    const d = draws(split(key(1), 'golden'));
    expect([d.uint32(), d.uniform(), d.below(10), d.normal()]).toMatchInlineSnapshot(`
      [
        3347058155,
        0.0032821913820941795,
        1,
        -0.4101874269466804,
      ]
    `);
    expect([...draws(key(1)).permutation(8)]).toMatchInlineSnapshot(`
      [
        3,
        1,
        5,
        6,
        0,
        2,
        7,
        4,
      ]
    `);
  });

  test('integers below n are spread evenly', () => {
    const d = draws(key(2));
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 6000; i += 1) {
      const face = d.below(6);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test('normal numbers have mean 0 and variance 1', () => {
    const d = draws(key(3));
    const values = Array.from({ length: 20000 }, () => d.normal());
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  test('a permutation holds every integer once', () => {
    expect([...draws(key(4)).permutation(100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  test('a bound that is not a positive integer is refused', () => {
    expect(() => draws(key(1)).below(0)).toThrow('Expected `n` to be an integer in [1, 2^32], got `0`');
  });
});
