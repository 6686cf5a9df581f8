import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeArchitecture } from '../../../architectures/arch.ts';
import type { QueryAnswer } from '../../../schemas/query.ts';

interface Example {
  readonly name: string;
  readonly matrix: readonly (readonly number[])[];
  readonly ops: readonly string[];
  readonly valid: boolean;
  readonly hash: string | null;
  readonly parameters: number | null;
}

const { specs }: { specs: readonly Example[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/query-nasbench101.json', import.meta.url), 'utf8'),
);

const ask = (value: unknown, options = {}): Promise<QueryAnswer> =>
  describeArchitecture({ name: 'nasbench101' }, { value }, options, false);

async function reasonAgainst(value: unknown): Promise<unknown> {
  const answer = await ask(value);
  if (!answer.ok || !('json' in answer)) throw new Error(JSON.stringify(answer));
  expect(answer.isBad).toBe(true);
  expect(answer.json).toMatchObject({ valid: false, hash: null, parameters: null });
  return 'reason' in answer.json ? answer.json['reason'] : undefined;
}

describe('specs with known hashes', () => {
  test.each(specs.filter(({ valid }) => valid))('$name', async ({ name, matrix, ops, hash, parameters }) => {
    expect(await ask({ name, matrix, ops })).toMatchObject({ json: { valid: true, hash, parameters } });
  });
});

test.each(specs.filter(({ valid }) => !valid))('$name is outside the space', async ({ matrix, ops }) => {
  expect(await reasonAgainst({ matrix, ops })).toMatch(/^matrix: expected (a path|at most 9 edges)/);
});

const chain = (size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (j === i + 1 ? 1 : 0)));
const opsOf = (size: number): string[] => [
  'input',
  ...new Array<string>(size - 2).fill('conv3x3-bn-relu'),
  'output',
];

test('what no graph can be is not valid either', async () => {
  const ops = opsOf(3);
  expect(await reasonAgainst({ matrix: chain(8), ops: opsOf(8) })).toBe(
    'matrix: expected at most 7 vertices on paths, got 8',
  );
  expect(await reasonAgainst({ matrix: [[0, 1, 0], [0, 0, 1], [0]], ops })).toContain('square');
  expect(await reasonAgainst({ matrix: [...chain(3).slice(0, 2), [1, 0, 0]], ops })).toContain(
    'lower to higher',
  );
  expect(await reasonAgainst({ matrix: chain(3), ops: ops.slice(1) })).toContain('3 operations');
  expect(await reasonAgainst({ matrix: chain(3), ops: ['input', 'conv5x5', 'output'] })).toContain('conv5x5');
  expect(await reasonAgainst({ matrix: chain(3), ops: [...ops].reverse() })).toContain('vertex 0');
  expect(await reasonAgainst({ matrix: [], ops: [] })).toContain('at least two rows');
});

test('more vertices than seven are allowed where pruning removes them', async () => {
  const matrix = Array.from({ length: 9 }, (_, i) =>
    Array.from({ length: 9 }, (_, j) => +(i === 0 && j === 8)),
  );
  expect(
    await ask({ matrix, ops: ['input', ...new Array<string>(7).fill('anything'), 'output'] }),
  ).toMatchObject({
    json: { hash: '043721b9c7fe8c5fad811d47d83132ec', vertices: 2, parameters: 882_570 },
  });
});

test('a smaller network has fewer parameters', async () => {
  // A 3x3 stem with normalisation, a 3x3 operation with its input's projection, a linear layer of two classes.
  const options = { 'stem-channels': '4', stacks: '1', modules: '1', classes: '2', input: '8' };
  const parameters = 27 * 4 + 8 + (16 + 8) + (9 * 16 + 8) + (4 * 2 + 2);
  const multiplyAdds = 64 * (27 * 4 + 16 + 9 * 16) + 8;
  expect(await ask({ matrix: chain(3), ops: opsOf(3) }, options)).toMatchObject({
    json: { parameters, multiplyAdds },
  });
});

test('a file of another form is an error at its place', async () => {
  expect(await ask({ matrix: [[0, '1'], 3], ops: ['input', 7], note: [] })).toMatchObject({
    ok: false,
    problems: [
      { path: ['matrix', 0, 1], found: '"1"' },
      { path: ['matrix', 1], found: '3' },
      { path: ['ops', 1], found: '7' },
    ],
  });
  expect(await ask({ matrix: chain(3), opps: [] })).toMatchObject({
    problems: [
      { kind: 'key', path: ['opps'] },
      { kind: 'value', path: [] },
    ],
  });
});

test('the wrapping of a job and further keys change nothing', async () => {
  const spec = { matrix: chain(3), ops: opsOf(3) };
  const plain = await ask(spec);
  expect(await ask({ ...spec, source: 'a list', extra: [1] })).toEqual(plain);
  expect(await ask({ space: 'nasbench101', id: 'any', genotype: spec })).toEqual(plain);
  expect(await ask({ space: 'darts-cnn', id: 'any', genotype: spec })).toMatchObject({
    problems: [{ path: ['space'] }],
  });
});
