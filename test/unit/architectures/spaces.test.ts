import { expect, test } from 'vitest';
import { describeSpace } from '../../../architectures/space.ts';
import { spaceNames } from '../../../experiments/registry/spaces.ts';

const ask = (name: string | null, options = {}) =>
  describeSpace(name === null ? null : { name }, options, false);

test('published sizes', async () => {
  expect(await ask('darts-cnn')).toMatchObject({
    json: {
      count: String(1_037_664_180n ** 2n),
      cells: 1_037_664_180,
      withNone: { cells: 3_019_898_880 },
    },
  });
  expect(await ask('darts-rnn')).toMatchObject({ json: { count: 2_642_411_520 } });
  expect(await ask('nasbench101')).toMatchObject({
    json: { count: 423_624, byVertices: { 2: 1, 3: 6, 4: 84, 5: 2_441, 6: 62_010, 7: 359_082 } },
  });
  expect(await ask('nasbench101', { vertices: '6' })).toMatchObject({
    json: { vertices: 6, count: 62_010 },
    rows: [['62010']],
  });
});

test.each([
  [1, 6_240, 2_487, 2_685, 2_127],
  [2, 29_160, 3_609, 7_773, 3_258],
  [3, 363_648, 24_066, 55_854, 17_940],
])('NAS-Bench-1Shot1 space %i', async (number, count, labelled, uniqueHashes, without) => {
  expect(await ask(`nasbench1shot1-${number}`)).toMatchObject({
    json: { count, uniqueHashes, withoutLooseEnds: { labelled, uniqueHashes: without } },
  });
});

test('the list names every space with the size that the space itself tells', async () => {
  const list = await ask(null);
  if (!list.ok || !('json' in list) || !Array.isArray(list.json)) throw new Error('no list');
  const counts = await Promise.all(
    spaceNames.map(async (space) => {
      const one = await ask(space);
      return one.ok && 'json' in one && 'count' in one.json ? { space, count: one.json['count'] } : undefined;
    }),
  );
  expect(list.json.map(({ space, count }) => ({ space, count }))).toEqual(counts);
});

test.each([
  ['nasbench101', { vertices: '1' }, '--vertices'],
  ['nasbench101', { vertices: '8' }, '--vertices'],
  ['darts-cnn', { hashes: true }, '--hashes'],
  ['nasbench1shot1-4', {}, '<space>'],
  [null, { vertices: '3' }, '--vertices'],
])('%s %j is refused', async (name, options, argument) => {
  expect(await ask(name, options)).toMatchObject({ ok: false, problems: [{ kind: 'argument', argument }] });
});
