/** Data files that are cut, in other encodings, or no files at all. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDataSet } from '../../../runner/data/add-data-set.ts';
import { dataProblemText } from '../../../runner/data/data-problem-text.ts';
import { findDataSet, verifyDataSet } from '../../../runner/data/find-data-set.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

/** What is said about a set with these files, without the advice; `added` when nothing is. */
async function verdict(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  const from = join(temporaryFolder(), 'from');
  mkdirSync(from);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(from, file), content);
  return verdictOn(name, from);
}

async function verdictOn(name: string, from: string): Promise<string[]> {
  const added = await addDataSet(name, from, join(temporaryFolder(), 'data'));
  if (added.ok) return ['added'];
  return added.failures.map(
    (each) => dataProblemText(each).replaceAll(`${from}/`, '').split('; get')[0] ?? '',
  );
}

/** A text of so many words, line ends among them, of so many different ones with the line end. */
function corpus(words: number, different: number): string {
  const own = Array.from({ length: different - 1 }, (_, i) => `w${i}`);
  const lines = Math.ceil(words / 20);
  const rest = Array<string>(words - lines - own.length).fill('w0');
  const all = [...own, ...rest];
  return Array.from({ length: lines }, (_, i) => `${all.slice(i * 19, i * 19 + 19).join(' ')}\n`).join('');
}

const train = corpus(929_589, 10_000);
const valid = corpus(73_760, 10);
const tested = corpus(82_430, 10);
const files = { 'ptb.train.txt': train, 'ptb.valid.txt': valid, 'ptb.test.txt': tested };

describe('a corpus', () => {
  it('with the published numbers of words is added, whatever its line ends', async () => {
    expect(await verdict('ptb', files)).toEqual(['added']);
    const windows = Object.entries(files).map(([name, text]) => [
      name,
      `\ufeff${text.replaceAll('\n', '\r\n')}`,
    ]);
    expect(await verdict('ptb', Object.fromEntries(windows))).toEqual(['added']);
  });

  it.each(Object.keys(files))('of which %s is cut is refused', async (name) => {
    const text = files[name as keyof typeof files];
    const [problem] = await verdict('ptb', {
      ...files,
      [name]: text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1),
    });
    expect(problem).toMatch(
      new RegExp(
        `^${name}: expected \\d+ words, as published .a line end counts as one., found \\d+; the file was cut or changed$`,
      ),
    );
  });

  it('with a vocabulary of another size is refused', async () => {
    expect(await verdict('ptb', { ...files, 'ptb.train.txt': corpus(929_589, 9_999) })).toEqual([
      'ptb.train.txt: expected 10000 different words, as published (a line end counts as one), found 9999; the file was cut or changed',
    ]);
  });

  it('with a word in a held-out text that is never trained is refused at its place', async () => {
    expect(await verdict('ptb', { ...files, 'ptb.test.txt': tested.replace('\nw0', '\nne\u001bw') })).toEqual(
      ['ptb.test.txt:2:1: expected a word of the training text, found `ne\\u001bw`'],
    );
  });

  it('in UTF-16 is named', async () => {
    expect(
      await verdict('ptb', { ...files, 'ptb.valid.txt': Buffer.from(`\ufeff${valid}`, 'utf16le') }),
    ).toEqual(['ptb.valid.txt is not valid UTF-8; save it as UTF-8']);
  });
});

const row = `${Array.from({ length: 64 }, (_, i) => i % 17).join(',')},7`;
const digits = (tra: string | Uint8Array) => ({
  'optdigits.tra': tra,
  'optdigits.hol': `${row}\n`,
  'optdigits.tes': `${row}\n`,
});

describe('a text of digits', () => {
  it.each([
    ['Windows line ends', `${row}\r\n${row}\r\n`],
    ['a byte-order mark', `\ufeff${row}\n`],
  ])('with %s is added', async (_, text) => {
    expect(await verdict('optdigits', digits(text))).toEqual(['added']);
  });

  it.each([
    [
      'old Macintosh line ends',
      `${row}\r${row}\r`,
      'optdigits.tra:1:153: expected the class, an integer from 0 to 9, found `7\\r0`',
    ],
    [
      'an escape sequence',
      `${row.replace('5', '\u001b[2J')}\n`,
      'optdigits.tra:1:11: expected pixel 6, an integer from 0 to 16, found `\\u001b[2J`',
    ],
    [
      'an empty line',
      `${row}\n\n${row}\n`,
      'optdigits.tra:2:1: expected pixel 1, an integer from 0 to 16, found nothing',
    ],
    ['a short line', `${row}\n0,1,2\n`, 'optdigits.tra:2:6: expected 65 integers, found 3'],
    ['a cut last line', `${row}\n${row.slice(0, 19)}`, 'optdigits.tra:2:20: expected 65 integers, found 10'],
    ['a long line', `${row},1\n`, 'optdigits.tra:1:155: expected 65 integers, found 66'],
    [
      'other bytes',
      new Uint8Array([0xff, 0xfe, 0x30, 0]),
      'optdigits.tra is no text in UTF-8; save it as such',
    ],
  ])('with %s is refused, and what is wrong is visible', async (_, text, message) => {
    const [found] = await verdict('optdigits', digits(text));
    expect(found).toBe(message);
  });
});

describe('what is no regular file', () => {
  it('is not added', async () => {
    const from = temporaryFolder();
    execFileSync('mkfifo', [join(from, 'optdigits.tra')]);
    symlinkSync('/dev/zero', join(from, 'optdigits.hol'));
    mkdirSync(join(from, 'optdigits.tes'));
    expect(await verdictOn('optdigits', from)).toEqual([
      'optdigits.tra: expected a file, found a pipe',
      'optdigits.hol: expected a file, found a device',
      'optdigits.tes: expected a file, found a folder',
    ]);
    expect(await verdictOn('cifar10', join(from, 'optdigits.tra'))).toEqual([
      `${join(from, 'optdigits.tra')}: expected a file, found a pipe`,
    ]);
  });

  it('is not copied when it is larger than any file of the set', async () => {
    const from = temporaryFolder();
    for (const name of Object.keys(digits(''))) writeFileSync(join(from, name), `${row}\n`);
    truncateSync(join(from, 'optdigits.tra'), 2 ** 40);
    expect(await verdictOn('optdigits', from)).toEqual([
      'optdigits.tra: expected at most 67108864 bytes, found 1099511627776',
    ]);
  });

  it('is noticed in the place of a file or an index that was added', async () => {
    const [from, root] = [temporaryFolder(), join(temporaryFolder(), 'data')];
    for (const [name, text] of Object.entries(digits(`${row}\n`))) writeFileSync(join(from, name), text);
    expect((await addDataSet('optdigits', from, root)).ok).toBe(true);
    const folder = join(root, 'optdigits');
    chmodSync(folder, 0o755);
    rmSync(join(folder, 'optdigits.tra'));
    execFileSync('mkfifo', [join(folder, 'optdigits.tra')]);
    for (const find of [findDataSet, verifyDataSet]) {
      expect(find('optdigits', root)).toMatchObject({
        failures: [{ reason: 'data-file-kind', kind: 'pipe' }],
      });
    }
    rmSync(join(folder, 'index.json'));
    symlinkSync('/dev/zero', join(folder, 'index.json'));
    expect(findDataSet('optdigits', root)).toMatchObject({
      failures: [{ reason: 'data-index-invalid', detail: 'cannot be read: expected a file, found a device' }],
    });
  });
});
