/** The cases every search space passes, whatever its architectures look like. */
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import type { SearchSpace } from '../../../experiments/space/search-space.ts';

const rounds = 50;

export function describeSpace<A>(title: string, space: SearchSpace<A>): void {
  const sampleMany = (seed: number): A[] => {
    const source = draws(key(seed));
    return Array.from({ length: rounds }, () => space.sample(source));
  };

  describe(`${title}: conformance`, () => {
    test('the same key samples the same architectures, another key others', () => {
      expect(sampleMany(1)).toEqual(sampleMany(1));
      expect(sampleMany(1)).not.toEqual(sampleMany(2));
    });

    test('every sample is valid', () => {
      for (const architecture of sampleMany(3)) expect(space.validate(architecture)).toEqual([]);
    });

    test('samples survive JSON', () => {
      for (const architecture of sampleMany(4)) {
        const copy = JSON.parse(JSON.stringify(architecture));
        expect(copy).toEqual(architecture);
        expect(space.id(copy)).toBe(space.id(architecture));
      }
    });

    test('decoding an encoded architecture gives it back', () => {
      const lengths = new Set<number>();
      for (const architecture of sampleMany(5)) {
        const code = space.encode(architecture);
        lengths.add(code.length);
        expect(space.decode(code)).toEqual(architecture);
      }
      expect(lengths.size).toBe(1);
    });

    test('a code of the wrong length is refused', () => {
      const code = space.encode(space.sample(draws(key(6))));
      expect(() => space.decode(code.slice(1))).toThrow(TypeError);
      expect(() => space.decode([...code, 0])).toThrow(TypeError);
    });

    test('a mutation is valid and another architecture', () => {
      sampleMany(7).forEach((architecture, i) => {
        const before = JSON.stringify(architecture);
        const mutant = space.mutate(architecture, draws(split(key(7), i)));
        expect(space.validate(mutant)).toEqual([]);
        expect(space.id(mutant)).not.toBe(space.id(architecture));
        expect(JSON.stringify(architecture)).toBe(before);
      });
    });

    test('different codes sampled from a large space have different ids', () => {
      const ids = new Set(sampleMany(8).map((architecture) => space.id(architecture)));
      if (space.count === null || space.count > 10n ** 9n) expect(ids.size).toBe(rounds);
    });

    test.each([null, 3, 'text', [], {}])('%j is not an architecture', (value) => {
      expect(space.validate(value).length).toBeGreaterThan(0);
    });
  });
}
