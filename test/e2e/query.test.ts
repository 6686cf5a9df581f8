import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { networkModules } from '../../runner/build/bundle-runner.ts';
import { temporaryFolder } from '../util/temporary-folder.ts';

const { hashLists }: { hashLists: { vertices: number; count: number; sha256: string | null }[] } = JSON.parse(
  readFileSync('test/fixtures/query-nasbench101.json', 'utf8'),
);

const reprise = (cwd: string, ...args: string[]) =>
  execa(process.execPath, [resolve('dist/cli.js'), ...args], { cwd, reject: false, env: { CI: 'true' } });

/** The commands need no project, so that any folder will do. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const matrix = [
  [0, 1, 0],
  [0, 0, 1],
  [0, 0, 0],
];
const ops = ['input', 'conv3x3-bn-relu', 'output'];

const pair = (operation: string, source: number) => `('${operation}', ${source})`;
const pythonCell = [0, 1, 0, 1, 1, 0, 0, 2].map((source, i) =>
  pair(i < 5 ? 'sep_conv_3x3' : 'skip_connect', source),
);
const pythonGenotype =
  `Genotype(normal=[${pythonCell.join(', ')}], normal_concat=range(2, 6), ` +
  `reduce=[${pythonCell.join(', ')}], reduce_concat=range(2, 6))`;

describe('reprise arch', () => {
  test('takes a genotype as Python prints it, from a file or as an argument, and the same in JSON', async () => {
    const json = JSON.stringify({
      normal: pythonCell.map((text) =>
        JSON.parse(text.replace('(', '[').replace(')', ']').replaceAll("'", '"')),
      ),
      normal_concat: [2, 3, 4, 5],
      reduce: pythonCell.map((text) =>
        JSON.parse(text.replace('(', '[').replace(')', ']').replaceAll("'", '"')),
      ),
      reduce_concat: [2, 3, 4, 5],
    });
    const folder = folderWith({ 'log.txt': `genotype = ${pythonGenotype}\n`, 'g.json': json });
    const answers = await Promise.all(
      [pythonGenotype, 'log.txt', json, 'g.json'].map((given) =>
        reprise(folder, 'arch', '--space', 'darts-cnn', given),
      ),
    );
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
    expect(answers[0]?.stdout).toContain('id             ');
    const rnn = "Genotype(recurrent=[('sigmoid', 0), ('relu', 1)], concat=range(1, 3))";
    expect((await reprise(folder, 'arch', '--space', 'darts-rnn', rnn)).exitCode).toBe(0);
    const wrong = await reprise(
      folder,
      'arch',
      '--space',
      'darts-cnn',
      pythonGenotype.replace('sep_conv_3x3', 'sep_conv'),
    );
    expect(wrong.stderr).toContain('<architecture>:1:19: error: wrong value for normal[0][0]\n');
  });

  test('prints a table for people and one object for programs', async () => {
    const { stdout } = await reprise('.', 'arch', '--space', 'darts-cnn', 'DARTS_V2');
    expect(stdout).toBe(
      'space          darts-cnn\n' +
        'name           DARTS_V2\n' +
        'id             dc69e89720319e9f7788415f1d29fb64166fe95ef67347139bb676629cdab72d\n' +
        'parameters     3,349,342\n' +
        'multiply-adds  528,359,040\n' +
        'with elements  546,883,200 (2 for each normalised, 1 for each rectified)\n' +
        'network        cifar stem, 36 channels, 20 cells, 10 classes, 32x32 input',
    );
    const shape = ['--channels', '50', '--layers', '14', '--classes', '1000', '--input', '224'];
    const args = ['arch', '--space', 'darts-cnn', 'GDAS_V1', '--stem', 'imagenet', ...shape, '--json'];
    expect(JSON.parse((await reprise('.', ...args)).stdout)).toMatchObject({
      parameters: 5_345_075,
      multiplyAdds: 581_009_000,
    });
  });

  test('an invalid spec is an answer to a program and a failure in a shell', async () => {
    const empty = JSON.stringify({ matrix: [[0, 0]].concat([[0, 0]]), ops: ['input', 'output'] });
    const folder = folderWith({ 'spec.json': empty, 'good.json': JSON.stringify({ matrix, ops }) });
    const json = await reprise(folder, 'arch', '--space', 'nasbench101', 'spec.json', '--json');
    expect(json.exitCode).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ valid: false, hash: null });
    const text = await reprise(folder, 'arch', '--space', 'nasbench101', 'spec.json', '--svg', 'x.svg');
    expect([text.exitCode, existsSync(join(folder, 'x.svg'))]).toEqual([1, false]);
    expect(text.stdout).toContain('reason  matrix: expected a path from input to output');
    const good = await reprise(folder, 'arch', '--space', 'nasbench101', 'good.json', '--svg', 'a/x.svg');
    expect(good.exitCode).toBe(0);
    expect(readFileSync(join(folder, 'a/x.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  test('a choice of NAS-Bench-1Shot1 is one object with the hash of its cell, and a picture', async () => {
    const choice = {
      ops: ['conv3x3-bn-relu', 'maxpool3x3', 'conv1x1-bn-relu', 'conv3x3-bn-relu'],
      parents: [[0], [0, 1], [0, 2], [1, 2], [3, 4]],
    };
    const folder = folderWith({
      'cell.json': JSON.stringify(choice),
      'spec.json': JSON.stringify({ matrix, ops }),
    });
    const args = ['arch', '--space', 'nasbench1shot1-1', '--svg', 'cell.svg', '--json'];
    const [byName, byPath] = await Promise.all([
      reprise(folder, ...args, 'cell.json'),
      reprise('.', ...args.filter((arg) => !arg.includes('svg')), join(folder, 'cell.json')),
    ]);
    expect([byName.exitCode, byName.stderr, byPath.stdout]).toEqual([0, '', byName.stdout]);
    expect(JSON.parse(byName.stdout)).toMatchObject({ valid: true, inSpace: true, vertices: 6, edges: 9 });
    expect(readFileSync(join(folder, 'cell.svg'), 'utf8')).toMatch(/^<svg /);
    const outside = await reprise(folder, 'arch', '--space', 'nasbench1shot1-3', 'spec.json');
    expect([outside.exitCode, outside.stdout]).toEqual([1, expect.stringMatching(/in the space +no\n/)]);
  });

  test('mistakes in a file come with line, column and what was probably meant', async () => {
    const folder = folderWith({
      'cell.json':
        '{\n  "normal": [["sep_conv_3x4", 0], ["none", 2]],\n  "normal_concat": [2],\n' +
        '  "reduce": [["none", 0], ["none", 1]],\n  "reduce_concat": [2]\n}\n',
      'broken.json': '{\n  "normal": [,]\n}\n',
    });
    const wrong = await reprise(folder, 'arch', '--space', 'darts-cnn', 'cell.json', '--json');
    expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toBe(
      'cell.json:2:15: error: wrong value for normal[0][0]\n' +
        '2 |   "normal": [["sep_conv_3x4", 0], ["none", 2]],\n' +
        '  |               ^^^^^^^^^^^^^^\n' +
        'expected one of none, max_pool_3x3, avg_pool_3x3, skip_connect, sep_conv_3x3, sep_conv_5x5, ' +
        'dil_conv_3x3, dil_conv_5x5, sep_conv_7x7, conv_7x1_1x7, found "sep_conv_3x4"\n' +
        '  help: did you mean "sep_conv_3x3"?\n\n' +
        'cell.json:2:44: error: wrong value for normal[1][1]\n' +
        '2 |   "normal": [["sep_conv_3x4", 0], ["none", 2]],\n' +
        '  |                                            ^\n' +
        'expected a source in [0, 1], found 2',
    );
    const broken = await reprise(folder, 'arch', '--space', 'darts-cnn', 'broken.json');
    expect([broken.exitCode, broken.stderr]).toEqual([
      2,
      'broken.json:2:14: error: not valid JSON\n2 |   "normal": [,]\n  |              ^\n' +
        'expected a JSON value, found `,`',
    ]);
  });

  test.each([
    [['arch', '--space', 'darts-rnn', 'DARTS_V3'], 'help: did you mean "DARTS_V1"?'],
    [['arch', '--space', 'darts-rnn', 'ENAS', '--layers', '3'], 'expected an option of space darts-rnn'],
    [['arch', '--space', 'darts-cnn', 'none.json'], 'none.json: error: expected a JSON file, found nothing'],
    [['arch', '--space', 'darts-cnn', 'DARTS_V2', '--chanels', '3'], '(Did you mean --channels?)'],
    [['space', 'nasbench101', '--vertices', '9'], 'expected an integer in [2, 7], found "9"'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await reprise('.', ...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});

describe('reprise space', () => {
  test.each(hashLists.filter(({ vertices }) => vertices === 4 || vertices === 5))(
    'the hashes of $vertices vertices, in order',
    async ({ vertices, count, sha256 }) => {
      const args = ['space', 'nasbench101', '--vertices', String(vertices)];
      const [plain, listed, object] = await Promise.all([
        reprise('.', ...args),
        reprise('.', ...args, '--hashes'),
        reprise('.', ...args, '--hashes', '--json'),
      ]);
      expect(plain.stdout).toBe(String(count));
      expect(createHash('sha256').update(listed.stdout).digest('hex')).toBe(sha256);
      expect(JSON.parse(object.stdout)).toMatchObject({ vertices, count, hashes: listed.stdout.split('\n') });
    },
  );

  test('a reader that stops early ends the output without an error', async () => {
    const command = `"${process.execPath}" dist/cli.js space nasbench1shot1-2 --hashes | head -n 1`;
    const { stdout, stderr } = await execa('bash', ['-c', command]);
    expect(stdout).toMatch(/^[0-9a-f]{32}$/);
    expect(stderr).not.toContain('rror');
  });
});

test('reprise bench converts, describes and looks up; broken files exit with 1 and name the place', async () => {
  const cell = {
    module_hash: 'b49ac8c578b4561d79ac7087988f1c61',
    module_adjacency: matrix,
    module_operations: ops,
    trainable_parameters: 8_555_530,
    computed: { 108: [{ final_validation_accuracy: 0.75 }] },
  };
  const folder = folderWith({
    'results.json': JSON.stringify([cell]),
    'spec.json': JSON.stringify({ matrix, ops }),
    'cut.tfrecord': 'some other bytes',
  });
  expect((await reprise(folder, 'bench', 'convert', 'results.json', 'out.columns')).exitCode).toBe(0);
  expect((await reprise(folder, 'bench', 'info', 'out.columns')).stdout).toMatch(/cells +1\nepochs +108\n/);
  const found = await reprise(folder, 'bench', 'query', 'out.columns', 'spec.json', '--epochs', '108');
  expect(found.stdout).toMatch(/108 EPOCHS +RUN 1 +MEAN\nfinalValidationAccuracy +0\.75000 +0\.75000$/);
  const cut = await reprise(folder, 'bench', 'convert', 'cut.tfrecord', 'cut.columns');
  expect([cut.exitCode, existsSync(join(folder, 'cut.columns'))]).toEqual([1, false]);
  expect(cut.stderr).toContain('cut.tfrecord: error at byte 0: expected the length of the record');
});

test('the table that comes with the project needs no file', async () => {
  const folder = folderWith({ 'spec.json': JSON.stringify({ matrix, ops }) });
  const [info, found] = await Promise.all([
    reprise(folder, 'bench', 'info', 'textures10-cells', '--json'),
    reprise(folder, 'bench', 'query', 'textures10-cells', 'spec.json', '--epochs', '8'),
  ]);
  expect(JSON.parse(info.stdout)).toMatchObject({ cells: 91, epochs: [1, 2, 4, 8] });
  expect(found.stdout).toMatch(/\n8 EPOCHS +RUN 1/);
});

test.each(['arch', 'bench query'])('%s --help says what it is for', async (command) => {
  const { exitCode, stdout } = await reprise('.', ...command.split(' '), '--help');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: reprise ${command}`));
});

const tensors = /^(?:node_modules\/@tensorflow|experiments\/(?:engine|model|oneshot|job)\/)/;

/** A program in one file, with the sources that it is made of. */
async function bundled(entry: string): Promise<{ readonly text: string; readonly sources: string[] }> {
  const form = { bundle: true, platform: 'node', format: 'esm', write: false, metafile: true } as const;
  const options = { ...form, external: networkModules };
  const { outputFiles, metafile } = await build({ ...options, entryPoints: [entry], logLevel: 'error' });
  return { text: outputFiles.map(({ text }) => text).join(''), sources: Object.keys(metafile.inputs) };
}

test('the query program holds no tensors and needs nothing but itself', async () => {
  const { text, sources } = await bundled('architectures/main.ts');
  expect(sources).toContain('architectures/main.ts');
  expect(sources.filter((source) => tensors.test(source))).toEqual([]);
  expect((await bundled('experiments/engine/index.ts')).sources.some((one) => tensors.test(one))).toBe(true);
  const alone = folderWith({ 'query.mjs': text });
  const child = execa(process.execPath, [join(alone, 'query.mjs')], { ipc: true });
  await child.sendMessage({ command: 'space', space: { name: 'darts-cnn' }, options: {}, asJson: true });
  expect(await child.getOneMessage()).toMatchObject({ ok: true, json: { space: 'darts-cnn' } });
});
