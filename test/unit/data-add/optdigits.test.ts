import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDataSet } from '../../../runner/data/add-data-set.ts';
import type { DataNotice } from '../../../runner/data/data-problem.ts';
import { dataProblemText } from '../../../runner/data/data-problem-text.ts';
import { findDataSet, verifyDataSet } from '../../../runner/data/find-data-set.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import type { Result } from '../../../schemas/result.ts';
import { needs, realData } from '../../util/real-data.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const row = `${Array.from({ length: 64 }, (_, i) => i % 17).join(',')},7`;
const names = ['optdigits.tra', 'optdigits.hol', 'optdigits.tes'] as const;

/** A folder with three small files of the right form, some of them other than usual. */
function sources(changed: Readonly<Record<string, string>> = {}): string {
  const folder = join(temporaryFolder(), 'from');
  mkdirSync(folder);
  for (const name of names) writeFileSync(join(folder, name), changed[name] ?? `${row}\n${row}\n`);
  return folder;
}

const texts = <T>(result: Result<T, Parameters<typeof dataProblemText>[0]>): readonly string[] =>
  result.ok ? [] : result.failures.map(dataProblemText);

describe('adding optdigits', () => {
  it('copies the files and writes an index of them', async () => {
    const [from, root] = [sources(), join(temporaryFolder(), 'data')];
    const added = await addDataSet('optdigits', from, root);
    const file = { digest: sha256(`${row}\n${row}\n`), bytes: 2 * row.length + 2 };
    expect(added).toMatchObject({
      ok: true,
      value: {
        formatVersion: 1,
        name: 'optdigits',
        files: Object.fromEntries(names.map((name) => [name, file])),
      },
    });
    expect(readdirSync(root)).toEqual(['optdigits']);
    expect(readdirSync(join(root, 'optdigits')).sort()).toEqual(['index.json', ...names].sort());
    expect(findDataSet('optdigits', root)).toEqual({
      ok: true,
      value: { folder: join(root, 'optdigits'), index: added.ok && added.value },
    });
    expect(verifyDataSet('optdigits', root).ok).toBe(true);
  });

  it('files of the right form that nobody knows are added with a notice each', async () => {
    const notices: DataNotice[] = [];
    const from = sources();
    await addDataSet('optdigits', from, temporaryFolder(), { onNotice: (notice) => notices.push(notice) });
    expect(notices.map(({ reason, path }) => [reason, path])).toEqual(
      names.map((name) => ['unknown-digest', join(from, name)]),
    );
  });

  it('comment lines are allowed', async () => {
    const from = sources({ 'optdigits.tra': `# a comment\n${row}\n` });
    expect((await addDataSet('optdigits', from, temporaryFolder())).ok).toBe(true);
  });

  it.each([
    [
      'a pixel that is too large',
      row.replace('0,1,2,', '0,1,17,'),
      '2:5: expected pixel 3, an integer from 0 to 16, found `17`',
    ],
    [
      'a field that is no integer',
      row.replace('0,1,2,', '0, 1,2,'),
      '2:3: expected pixel 2, an integer from 0 to 16, found ` 1`',
    ],
    [
      'a class that is too large',
      row.replace(/7$/, '10'),
      `2:${row.length}: expected the class, an integer from 0 to 9, found \`10\``,
    ],
    ['a field too few', row.replace(/,7$/, ''), `2:${row.length - 1}: expected 65 integers, found 64`],
    ['a field too many', `${row},1`, `2:${row.length + 2}: expected 65 integers, found 66`],
    ['an empty line', '', '2:1: expected pixel 1, an integer from 0 to 16, found nothing'],
  ])('%s is named with its line and column', async (_, badRow, expected) => {
    const from = sources({ 'optdigits.tes': `${row}\n${badRow}\n${row}\n` });
    const root = temporaryFolder();
    expect(texts(await addDataSet('optdigits', from, root))).toEqual([
      `${join(from, 'optdigits.tes')}:${expected}; get the files from https://archive.ics.uci.edu/dataset/80 and run ` +
        '`reprise data add optdigits --from <folder with optdigits.tra, optdigits.hol and optdigits.tes>`; nothing was added',
    ]);
    expect(readdirSync(root)).toEqual([]);
  });

  it('a file without rows is refused', async () => {
    const from = sources({ 'optdigits.hol': '# nothing\n' });
    const [text] = texts(await addDataSet('optdigits', from, temporaryFolder()));
    expect(text).toContain('optdigits.hol:2:1: expected at least one row, found the end');
  });

  it('problems of several files are told together', async () => {
    const from = sources({ 'optdigits.hol': 'x\n', 'optdigits.tes': 'y\n' });
    expect(texts(await addDataSet('optdigits', from, temporaryFolder()))).toHaveLength(2);
  });

  it('every missing file is named', async () => {
    const from = sources();
    unlinkSync(join(from, 'optdigits.hol'));
    unlinkSync(join(from, 'optdigits.tra'));
    const added = await addDataSet('optdigits', from, temporaryFolder());
    expect(added).toEqual({
      ok: false,
      failures: ['optdigits.tra', 'optdigits.hol'].map((name) => ({
        reason: 'source-missing',
        name: 'optdigits',
        path: join(from, name),
      })),
    });
  });

  it('adding the same files again changes nothing', async () => {
    const [from, root] = [sources(), temporaryFolder()];
    const first = await addDataSet('optdigits', from, root);
    const before = statSync(join(root, 'optdigits')).ino;
    expect(await addDataSet('optdigits', from, root)).toEqual(first);
    expect(statSync(join(root, 'optdigits')).ino).toBe(before);
    expect(readdirSync(root)).toEqual(['optdigits']);
  });

  it('other files do not take the place of a sound set', async () => {
    const root = temporaryFolder();
    await addDataSet('optdigits', sources(), root);
    const second = await addDataSet('optdigits', sources({ 'optdigits.tra': `${row}\n` }), root);
    expect(second).toMatchObject({ ok: false, failures: [{ reason: 'data-set-differs' }] });
    expect(verifyDataSet('optdigits', root).ok).toBe(true);
  });

  it('a damaged set is replaced', async () => {
    const [from, root] = [sources(), temporaryFolder()];
    await addDataSet('optdigits', from, root);
    unlinkSync(join(root, 'optdigits', 'optdigits.hol'));
    expect((await addDataSet('optdigits', from, root)).ok).toBe(true);
    expect(verifyDataSet('optdigits', root).ok).toBe(true);
    expect(readdirSync(root)).toEqual(['optdigits']);
  });

  it('what a dead process left half-added is removed', async () => {
    const root = temporaryFolder();
    const { host, pidNamespace } = ownIdentity();
    const machine = sha256(`${host} ${pidNamespace}`).slice(0, 8);
    const dead = `.cifar10.${machine}.4194305.0.adding`;
    const others = [
      `.cifar10.${machine}.${process.pid}.0.adding`,
      '.cifar10.ffffffff.4194305.0.adding',
      '.mine',
    ];
    for (const name of [dead, ...others]) mkdirSync(join(root, name));
    await addDataSet('optdigits', sources(), root);
    expect(readdirSync(root).sort()).toEqual([...others, 'optdigits'].sort());
  });
});

describe('finding a data set', () => {
  async function added(): Promise<string> {
    const root = temporaryFolder();
    await addDataSet('optdigits', sources(), root);
    return root;
  }

  it('a generated set needs no files', () => {
    expect(findDataSet('textures10', '/nowhere')).toEqual({ ok: true, value: { generated: true } });
  });

  it('a generated set cannot be added', async () => {
    expect(texts(await addDataSet('textures10', '/nowhere', '/nowhere'))).toEqual([
      '`textures10` is generated when it is needed; there is nothing to add',
    ]);
  });

  it('an unknown name lists the known ones', () => {
    expect(texts(findDataSet('cifar', '/nowhere'))).toEqual([
      'there is no data set `cifar`; known are textures10, optdigits, cifar10, textures10-64, imagenet, ' +
        'grammar, ptb, wikitext-2, textures10-cells, nasbench101, shapes, camvid, voc2012, cityscapes, ' +
        'cityscapes-coarse, ade20k, labelled-folders',
    ]);
  });

  it('a missing set says how to add it', () => {
    expect(texts(findDataSet('cifar10', '/nowhere'))).toEqual([
      'data set `cifar10` is not in /nowhere/cifar10; get it from https://www.cs.toronto.edu/~kriz/cifar.html ' +
        '(binary version) and run `reprise data add cifar10 --from <path of cifar-10-binary.tar.gz>`',
    ]);
  });

  it('a file of another size is noticed at once', async () => {
    const root = await added();
    const path = join(root, 'optdigits', 'optdigits.tes');
    chmodSync(path, 0o644);
    writeFileSync(path, 'short');
    expect(findDataSet('optdigits', root)).toMatchObject({
      ok: false,
      failures: [{ reason: 'data-file-changed', path, found: sha256('short') }],
    });
  });

  it('a file that is newer than the index is read', async () => {
    const root = await added();
    const path = join(root, 'optdigits', 'optdigits.tes');
    const text = readFileSync(path, 'utf8').replace('7', '8');
    chmodSync(path, 0o644);
    writeFileSync(path, text);
    const later = statSync(join(root, 'optdigits', 'index.json')).mtimeMs / 1000 + 10;
    utimesSync(path, later, later);
    expect(findDataSet('optdigits', root)).toMatchObject({
      ok: false,
      failures: [{ reason: 'data-file-changed' }],
    });
  });

  it('a change behind an old date is found when everything is read', async () => {
    const root = await added();
    const path = join(root, 'optdigits', 'optdigits.tes');
    const text = readFileSync(path, 'utf8').replace('7', '8');
    chmodSync(path, 0o644);
    writeFileSync(path, text);
    utimesSync(path, 0, 0);
    expect(findDataSet('optdigits', root).ok).toBe(true);
    expect(verifyDataSet('optdigits', root)).toMatchObject({
      ok: false,
      failures: [{ reason: 'data-file-changed' }],
    });
  });

  it('a missing file is named', async () => {
    const root = await added();
    const path = join(root, 'optdigits', 'optdigits.tes');
    unlinkSync(path);
    expect(findDataSet('optdigits', root)).toEqual({
      ok: false,
      failures: [{ reason: 'data-file-missing', name: 'optdigits', path }],
    });
  });

  it.each([
    ['is no JSON', () => '', 'is no index: data index: expected valid JSON, found an empty text'],
    [
      'is of another set',
      (text: string) => text.replace('"optdigits"', '"cifar10"'),
      'is the index of `cifar10`',
    ],
    [
      'has no files',
      () => '{"formatVersion": 1}',
      'is no index: data index /name: expected required property, found nothing',
    ],
    [
      'has a number without canonical form',
      (text: string) => text.replace(/"bytes": \d+/, '"bytes": -0'),
      'is no index: data index /files/optdigits.tra/bytes: expected a number that is no negative zero, found -0',
    ],
    [
      'is made of brackets',
      () => '['.repeat(50_000) + ']'.repeat(50_000),
      'is no index: data index: expected at most 64 levels, found more of them in each other',
    ],
    [
      'lists other files',
      (text: string) => text.replace('optdigits.hol', 'optdigits.hat'),
      'should list optdigits.hol, optdigits.tes, optdigits.tra, and lists optdigits.hat, optdigits.tes, optdigits.tra',
    ],
    [
      'was edited',
      (text: string) => text.replace(/"bytes": \d+/, '"bytes": 1'),
      'has a digest that its list of files does not hash to',
    ],
  ])('an index that %s is refused', async (_, damage, detail) => {
    const root = await added();
    const path = join(root, 'optdigits', 'index.json');
    const text = damage(readFileSync(path, 'utf8'));
    chmodSync(path, 0o644);
    writeFileSync(path, text);
    expect(findDataSet('optdigits', root)).toEqual({
      ok: false,
      failures: [{ reason: 'data-index-invalid', name: 'optdigits', path, detail }],
    });
  });
});

describe('the known files', () => {
  needs(...names.map((name) => realData(`datasets/${name}`)));

  it('are added without a notice', async () => {
    const notices: DataNotice[] = [];
    const added = await addDataSet('optdigits', realData('datasets').path, temporaryFolder(), {
      onNotice: (notice) => notices.push(notice),
    });
    expect(added.ok).toBe(true);
    expect(notices).toEqual([]);
  });
});
