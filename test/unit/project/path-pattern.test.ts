import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../runner/project/path-pattern.ts';

describe('a pattern of paths', () => {
  it.each([
    ['train.py', 'train.py', true],
    ['train.py', 'own/train.py', false],
    ['own/*.py', 'own/train.py', true],
    ['own/*.py', 'own/net/train.py', false],
    ['own/**', 'own/net/train.py', true],
    ['own/**', 'own', false],
    ['own/**/*.py', 'own/train.py', true],
    ['own/**/*.py', 'own/net/train.py', true],
    ['**', 'anything', true],
    ['t?ain.py', 'train.py', true],
    ['t?ain.py', 't/ain.py', false],
    ['a.py', 'aXpy', false],
    ['a+(b).py', 'a+(b).py', true],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(matchesPattern(path, pattern)).toBe(matches);
  });
});
