import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { convertTable, describeTable, queryTable } from '../../../architectures/bench.ts';
import type { QueryAnswer } from '../../../schemas/query.ts';
import { needs, realData } from '../../util/real-data.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const hash = 'b49ac8c578b4561d79ac7087988f1c61';
const matrix = [
  [0, 1, 0],
  [0, 0, 1],
  [0, 0, 0],
];
const ops = ['input', 'conv3x3-bn-relu', 'output'];
const run = (validation: number) => ({ final_validation_accuracy: validation, final_training_time: 10 });
const cells = [
  {
    module_hash: hash,
    module_adjacency: matrix,
    module_operations: ops,
    trainable_parameters: 8_555_530,
    computed: { 4: [run(0.25)], 108: [run(0.75), run(0.5)] },
  },
];

function jsonFile(content: unknown = cells): string {
  const path = join(temporaryFolder(), 'results.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const json = (answer: QueryAnswer): unknown => (answer.ok && 'json' in answer ? answer.json : answer);

test('a converted table answers like the file it was made of', async () => {
  const from = jsonFile();
  const to = `${from}.columns`;
  const facts = { cells: 1, epochs: [4, 108], repeats: 2, source: 'results.json', benchmark: 'nasbench101' };
  expect(json(await convertTable(from, to))).toMatchObject({ ...facts, form: 'table', file: to });
  expect(json(await describeTable(to))).toMatchObject({ ...facts, form: 'table' });
  expect(json(await describeTable(from))).toMatchObject({ ...facts, form: 'json', digest: null });
  const answer = json(await queryTable(to, { name: hash.toUpperCase() }, {}));
  expect(answer).toEqual(json(await queryTable(from, { value: { matrix, ops } }, {})));
  expect(answer).toMatchObject({
    hash,
    parameters: 8_555_530,
    results: [
      { epochs: 4, runs: [{ finalValidationAccuracy: 0.25 }], mean: { finalValidationAccuracy: 0.25 } },
      {
        epochs: 108,
        runs: [{ finalValidationAccuracy: 0.75, finalTestAccuracy: null }, { finalValidationAccuracy: 0.5 }],
        mean: { finalValidationAccuracy: 0.625, finalTrainingTime: 10, finalTestAccuracy: null },
      },
    ],
  });
  expect(json(await queryTable(to, { name: hash }, { epochs: '4' }))).toMatchObject({
    results: [{ epochs: 4 }],
  });
});

test('the embedded table is known by its name', async () => {
  const facts = { cells: 91, epochs: [1, 2, 4, 8], benchmark: 'textures10-cells' };
  expect(json(await describeTable('textures10-cells'))).toMatchObject({ ...facts, form: 'embedded' });
  const found = json(await queryTable('textures10-cells', { value: { matrix, ops } }, { epochs: '8' }));
  expect(found).toMatchObject({ hash, results: [{ epochs: 8 }] });
  const to = join(temporaryFolder(), 'out.columns');
  expect(json(await convertTable('textures10-cells', to))).toMatchObject({ ...facts, form: 'table' });
  expect(json(await queryTable(to, { name: hash }, { epochs: '8' }))).toEqual(found);
});

describe('results of other benchmarks', () => {
  const sets = ['cifar10', 'cifar100', 'imagenet16-120'];
  const cell = '|skip_connect~0|+|none~0|none~1|+|none~0|none~1|nor_conv_3x3~2|';
  const cells201 = {
    columns: ['arch', 'cellstr', ...sets.flatMap((set) => [`${set}-test`, `${set}-val`])],
    rows: [[7, cell, 1, 2, 3, 4, 5, 6]],
  };
  const macro = { '02012100': { test_acc: [89, 90, 91], mean_acc: 90, std: 1, params: 5, flops: 6 } };

  test('NAS-Bench-201, by number and by operations', async () => {
    const file = jsonFile(cells201);
    expect(json(await describeTable(file))).toMatchObject({ benchmark: 'nasbench201', architectures: 1 });
    const found = json(await queryTable(file, { name: '7' }, {}));
    expect(found).toMatchObject({ cell, test: { cifar100: 3 }, validation: { 'imagenet16-120': 6 } });
    expect(json(await queryTable(file, { name: cell }, {}))).toEqual(found);
  });

  test('NAS-Bench-Macro, by choices', async () => {
    const file = jsonFile(macro);
    expect(json(await describeTable(file))).toMatchObject({ benchmark: 'nasbench-macro', repeats: 3 });
    expect(json(await queryTable(file, { name: '02012100' }, {}))).toMatchObject({ meanTestAccuracy: 90 });
  });

  test.each<[string, (file: string) => Promise<QueryAnswer>, string]>([
    ['another name', (file) => queryTable(file, { name: '00000000' }, {}), '<cell>'],
    ['a file', (file) => queryTable(file, { value: { matrix, ops } }, {}), '<cell>'],
    ['a length', (file) => queryTable(file, { name: '02012100' }, { epochs: '3' }), '--epochs'],
    ['a conversion', (file) => convertTable(file, `${file}.columns`), '<table>'],
  ])('%s is refused', async (_, ask, argument) => {
    expect(await ask(jsonFile(macro))).toMatchObject({ ok: false, problems: [{ argument }] });
  });
});

describe('what cannot be answered', () => {
  test.each<[string, () => Promise<QueryAnswer>, unknown]>([
    [
      'a file that is not there',
      () => describeTable('/nowhere/table'),
      { kind: 'argument', argument: '<table>' },
    ],
    ['a folder', () => describeTable(temporaryFolder()), { kind: 'argument', argument: '<table>' }],
    ['no cells', () => describeTable(jsonFile([])), { kind: 'file', message: /found none/ }],
    [
      'a length that was not recorded',
      () => queryTable(jsonFile(), { name: hash }, { epochs: '36' }),
      { argument: '--epochs', expected: 'a length that the table has: 4, 108' },
    ],
    ['a word', () => queryTable(jsonFile(), { name: 'best' }, {}), { argument: '<cell>', found: '"best"' }],
    [
      'another cell',
      () => queryTable(jsonFile(), { name: '0'.repeat(32) }, {}),
      { kind: 'file', message: /found none of that hash/ },
    ],
    [
      'a cell outside the space',
      () => queryTable(jsonFile(), { value: { matrix: [[0]], ops: [] } }, {}),
      { argument: '<cell>' },
    ],
    [
      'a wrong hash in the file',
      () => describeTable(jsonFile([{ ...cells[0], module_hash: '0'.repeat(32) }])),
      { kind: 'file', place: 'row 1' },
    ],
  ])('%s', async (_, ask, problem) => {
    const answer = await ask();
    if (answer.ok) throw new Error('an answer');
    expect(answer.problems).toHaveLength(1);
    for (const [key, value] of Object.entries(problem as Record<string, string | RegExp>)) {
      const found = (answer.problems[0] as unknown as Record<string, string>)[key];
      if (value instanceof RegExp) expect(found).toMatch(value);
      else expect(found).toBe(value);
    }
  });

  test('a changed table', async () => {
    const path = `${jsonFile()}.columns`;
    await convertTable(path.replace('.columns', ''), path);
    truncateSync(path, 200);
    expect(await describeTable(path)).toMatchObject({ ok: false, problems: [{ kind: 'file', file: path }] });
  });
});

const records = realData('nasbench101/nb101_real30_reencoded.tfrecord');

describe('recorded runs', () => {
  needs(records);

  test('a record file converts, and names the byte at which it is broken', async () => {
    const folder = temporaryFolder();
    const to = join(folder, 'real.columns');
    expect(json(await convertTable(records.path, to))).toMatchObject({
      cells: 30,
      epochs: [108],
      repeats: 3,
    });
    const answer = json(await queryTable(to, { name: 'ff92c322c5d9d3d587d9c146a63d0807' }, {}));
    expect(answer).toMatchObject({
      parameters: 6_315_018,
      results: [{ runs: [{ finalValidationAccuracy: 0.9255809187889099 }, {}, {}] }],
    });
    const bytes = readFileSync(records.path);
    const changed = join(folder, 'changed.tfrecord');
    bytes[2_000] = (bytes[2_000] ?? 0) ^ 1;
    writeFileSync(changed, bytes);
    expect(await describeTable(changed)).toMatchObject({ problems: [{ kind: 'file', place: 'byte 1657' }] });
    truncateSync(changed, 1_000);
    expect(await describeTable(changed)).toMatchObject({
      problems: [{ place: expect.stringMatching(/^byte \d+$/) }],
    });
  });
});
