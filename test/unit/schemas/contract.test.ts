import { Type } from '@sinclair/typebox';
import { describe, expect, test } from 'vitest';
import {
  commitSchema,
  contract,
  contractProblemText,
  exact,
  mapOf,
  namePattern,
  outputNamePattern,
} from '../../../schemas/contract.ts';

const format = contract(
  'thing',
  exact({ commit: commitSchema, jobs: mapOf(namePattern, exact({ n: Type.Integer() })) }),
);
const commit = 'a'.repeat(40);

const problem = (value: unknown): string => {
  const read = format.read(value);
  return read.ok ? 'good' : read.failures.map(contractProblemText).join('\n');
};

describe('a contract', () => {
  test('accepts what has the shape', () => {
    expect(problem({ commit, jobs: { a: { n: 1 } } })).toBe('good');
  });

  test.each([
    [null, 'thing: expected object, found null'],
    [{ jobs: {} }, 'thing /commit: expected required property, found nothing'],
    [
      { commit: 'HEAD', jobs: {} },
      'thing /commit: expected string to match \'^(?:[0-9a-f]{40}|[0-9a-f]{64})$\', found "HEAD"',
    ],
    [{ commit, jobs: {}, more: 1 }, 'thing /more: expected no field of this name, found 1'],
    [
      { commit, jobs: { '../x': { n: 1 } } },
      'thing /jobs/..~1x: expected no field of this name, found {"n":1}',
    ],
    [
      JSON.parse(`{"commit":"${commit}","jobs":{"__proto__":{"n":1}}}`),
      'thing /jobs/__proto__: expected no field of this name, found {"n":1}',
    ],
  ])('names the first place where %j departs from it', (value, text) => {
    expect(problem(value)).toBe(text);
  });

  test('says that a text is not JSON', () => {
    const parsed = format.parse('{');
    expect(parsed.ok ? '' : parsed.failures.map((each) => [each.path, each.expected])).toEqual([
      ['', 'valid JSON'],
    ]);
  });
});

test.each(['metrics.json', 'a/b.json', '.hidden', 'x=1,y@2~'])('%s is the name of an output', (name) => {
  expect(outputNamePattern.test(name)).toBe(true);
});

test.each(['', '/etc', '../x', 'a/../b', 'a/..', '.', '..', 'a//b', 'a\n', '__proto__', 'a b'])(
  '%j is no name of an output',
  (name) => {
    expect(outputNamePattern.test(name)).toBe(false);
  },
);
