import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDataSet } from '../../../runner/data/add-data-set.ts';
import { dataNoticeText, dataProblemText } from '../../../runner/data/data-problem-text.ts';
import { findDataSet, verifyDataSet } from '../../../runner/data/find-data-set.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import type { Result } from '../../../schemas/result.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { photograph, writePhotographs } from '../data/photograph-files.ts';

const counts = { train: 2, val: 1 };
const command =
  '`reprise data add imagenet --from <folder with train/<class>/*.JPEG and val/<class>/*.JPEG>`';
const next = `get the files from https://image-net.org (ILSVRC 2012), with the validation images sorted into classes, and run ${command}; nothing was added`;

const texts = <T>(result: Result<T, Parameters<typeof dataProblemText>[0]>): readonly string[] =>
  result.ok ? [] : result.failures.map(dataProblemText);

async function added(): Promise<{ readonly root: string; readonly from: string }> {
  const from = writePhotographs(join(temporaryFolder(), 'photographs'), counts);
  const root = join(temporaryFolder(), 'data');
  expect(texts(await addDataSet('imagenet', from, root))).toEqual([]);
  return { root, from };
}

describe('adding a folder of photographs', () => {
  it('lists them in order and leaves them where they are', async () => {
    const { root, from } = await added();
    const folder = join(root, 'imagenet');
    expect(readdirSync(folder).sort()).toEqual(['index.json', 'photographs', 'photographs.txt']);
    expect(readlinkSync(join(folder, 'photographs'))).toBe(from);
    const expected = [
      ['train/n01/0.JPEG', 0, 0],
      ['train/n01/1.JPEG', 0, 1],
      ['train/n02/0.JPEG', 1, 0],
      ['train/n02/1.JPEG', 1, 1],
      ['val/n01/0.JPEG', 0, 0],
      ['val/n02/0.JPEG', 1, 0],
    ] as const;
    const lines = expected.map(([name, label, number]) => {
      const bytes = photograph(label, number);
      return `${sha256(bytes)} ${bytes.length} ${name}\n`;
    });
    expect(readFileSync(join(folder, 'photographs.txt'), 'utf8')).toBe(lines.join(''));
    expect(findDataSet('imagenet', root).ok).toBe(true);
    expect(verifyDataSet('imagenet', root).ok).toBe(true);
  });

  it('gives the same digest wherever the folder lies, and another when a byte differs', async () => {
    const digest = async (changed: Readonly<Record<string, string>> = {}) => {
      const from = writePhotographs(join(temporaryFolder(), 'photographs'), counts, changed);
      const index = await addDataSet('imagenet', from, temporaryFolder());
      if (!index.ok) throw new Error(texts(index).join());
      return index.value.digest;
    };
    const usual = await digest();
    expect(await digest()).toBe(usual);
    expect(await digest({ 'val/n01/0.JPEG': 'other' })).not.toBe(usual);
  });

  it.each([
    ['no training images', 'train', 'train has no folders of classes'],
    ['a class of one part only', 'val/n02', 'val has other classes than train'],
  ])('a folder with %s is refused', async (_, removed, text) => {
    const from = writePhotographs(join(temporaryFolder(), 'photographs'), counts);
    rmSync(join(from, removed), { recursive: true });
    const root = temporaryFolder();
    expect(texts(await addDataSet('imagenet', from, root))).toEqual([`${join(from, text)}; ${next}`]);
    expect(readdirSync(root)).toEqual([]);
  });

  it('an empty class and a file that is no JPEG image by its name are refused', async () => {
    const from = writePhotographs(join(temporaryFolder(), 'photographs'), counts);
    mkdirSync(join(from, 'train/n03'));
    const root = temporaryFolder();
    const empty = `${join(from, 'train/n03')} has no photographs; ${next}`;
    expect(texts(await addDataSet('imagenet', from, root))).toEqual([empty]);
    writeFileSync(join(from, 'train/n03/notes.txt'), '');
    const odd = `${join(from, 'train/n03/notes.txt')} is no plain file with the name of a JPEG image; ${next}`;
    expect(texts(await addDataSet('imagenet', from, root))).toEqual([odd]);
  });

  it('a long addition tells how far it is', () => {
    const notice = { reason: 'hashing', path: '/x', done: 20_000, total: 50_000 } as const;
    expect(dataNoticeText(notice)).toBe('/x: 20000 of 50000 photographs read');
  });
});

describe('finding a folder of photographs', () => {
  it('that went away is noticed at once, and adding it from its new place repairs the set', async () => {
    const { root, from } = await added();
    const moved = `${from}-moved`;
    renameSync(from, moved);
    const path = join(root, 'imagenet', 'photographs');
    expect(texts(findDataSet('imagenet', root))).toEqual([
      `${path} is missing; to repair it, run ${command}`,
    ]);
    expect((await addDataSet('imagenet', moved, root)).ok).toBe(true);
    expect(readlinkSync(path)).toBe(moved);
    expect(verifyDataSet('imagenet', root).ok).toBe(true);
  });

  it('a photograph of another size or none is found when everything is looked at', async () => {
    const { root, from } = await added();
    writeFileSync(join(from, 'val/n02/0.JPEG'), 'short');
    const path = join(root, 'imagenet', 'photographs', 'val/n02/0.JPEG');
    const bytes = photograph(1, 0).length;
    expect(findDataSet('imagenet', root).ok).toBe(true);
    expect(texts(verifyDataSet('imagenet', root))).toEqual([
      `${path} was changed: expected ${bytes} bytes, found 5; to repair it, run ${command}`,
    ]);
    rmSync(join(from, 'val/n02/0.JPEG'));
    expect(texts(verifyDataSet('imagenet', root))).toEqual([
      `${path} is missing; to repair it, run ${command}`,
    ]);
  });
});
