import { expect, test } from 'vitest';
import { describeArchitecture } from '../../../architectures/arch.ts';
import { enumerateSpace } from '../../../experiments/space/nasbench1shot1/enumerate.ts';
import { enumerateCells } from '../../../experiments/space/nasbench101/enumerate.ts';
import type { QueryAnswer } from '../../../schemas/query.ts';
import oracles from '../../fixtures/nasbench1shot1.json' with { type: 'json' };

const ask = (number: number, value: unknown): Promise<QueryAnswer> =>
  describeArchitecture({ name: `nasbench1shot1-${number}` }, { value }, {}, false);

/** automl/nasbench-1shot1@cb0f0ec names each block's operation and parents apart; the last block is the output. */
const known = oracles.configToSpec.map(({ search_space: space, config, hash }) => {
  const blocks = Array.from({ length: space === 3 ? 6 : 5 }, (_, i) => `choice_block_${i + 1}`);
  const at = (key: string): unknown => (config as Readonly<Record<string, unknown>>)[key];
  return {
    space,
    hash,
    ops: blocks.slice(0, -1).map((block) => at(`${block}_op`)),
    parents: blocks.map((block) => at(`${block}_parents`) as readonly number[]),
  };
});

test.each(known)('the choice in space $space whose cell is $hash', async ({ space, ops, parents, hash }) => {
  const answer = await ask(space, { ops, parents });
  expect(answer).toMatchObject({ json: { valid: true, inSpace: true, hash } });
  const reversed = parents.map((list) => [...list].reverse());
  const wrapped = { space: `nasbench1shot1-${space}`, id: 'any', genotype: { ops, parents: reversed } };
  expect(await ask(space, wrapped)).toEqual(answer);
});

test.each([1, 2] as const)('space %i contains what its enumeration yields', async (number) => {
  const hashes = new Set(Array.from(enumerateSpace(number), ({ hash }) => hash));
  const cells = [...enumerateCells(4), ...[...enumerateCells(5)].filter((_, i) => i % 20 === 0)];
  const members = new Set<boolean>();
  for (const { hash, matrix, ops } of cells) {
    const answer = await ask(number, { matrix, ops });
    const inSpace = hashes.has(hash);
    expect(answer).toMatchObject({ json: { valid: true, hash, inSpace } });
    expect(answer.ok && 'json' in answer && answer.isBad === true).toBe(!inSpace);
    members.add(inSpace);
  }
  expect(members).toEqual(new Set([true, false]));
});

test('what is no choice of the space is an answer; a file of another form is an error at its place', async () => {
  const ops = ['conv3x3-bn-relu', 'maxpool3x3', 'conv1x1-bn-relu', 'conv3x3-bn-relu'];
  const parents = [[0], [0, 1], [0, 2], [1, 2], [3, 4]];
  expect(await ask(1, { ops, parents })).toMatchObject({ json: { valid: true, inSpace: true } });
  expect(await ask(2, { ops, parents })).toMatchObject({
    isBad: true,
    json: { valid: false, inSpace: false, hash: null, reason: expect.stringContaining('parents[1]') },
  });
  expect(await ask(3, { ops, parents })).toMatchObject({ json: { reason: 'ops: expected 5 operations' } });
  expect(await ask(1, { ops: ['x', 7], parents: [[0], 3, ['1']] })).toMatchObject({
    problems: [{ path: ['ops', 1] }, { path: ['parents', 1] }, { path: ['parents', 2, 0] }],
  });
  expect(await ask(1, { parents, opps: ops })).toMatchObject({ problems: [{ kind: 'key' }, { path: [] }] });
});
