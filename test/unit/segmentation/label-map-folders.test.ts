/** Images with label maps in the folders of published sets: added, read, and refused where something is wrong. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { extract } from 'tar';
import { describe, expect, test } from 'vitest';
import { decodeColours, decodeLabels } from '../../../experiments/data/segmentation/decode-images.ts';
import type { LabelMapSet } from '../../../experiments/data/segmentation/label-maps.ts';
import { dataLoader } from '../../../experiments/registry/data.ts';
import { DataCache } from '../../../experiments/task/data-cache.ts';
import { addDataSet } from '../../../runner/data/add-data-set.ts';
import { findDataSet, verifyDataSet } from '../../../runner/data/find-data-set.ts';
import { needs, realData } from '../../util/real-data.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const grey = (values: readonly number[], width: number): Uint8Array =>
  encode({ width, height: values.length / width, data: Uint8Array.from(values), channels: 1, depth: 8 });
const colour = (width: number, height: number): Uint8Array =>
  encode({
    width,
    height,
    data: Uint8Array.from({ length: 3 * width * height }, (_, i) => i),
    channels: 3,
    depth: 8,
  });
const jpeg = (width: number, height: number): Uint8Array =>
  encodeJpeg({ width, height, data: new Uint8Array(4 * width * height).fill(90) }, 90).data;

function write(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Adds the set and loads it as a job does. */
async function added(name: string, from: string): Promise<LabelMapSet> {
  const root = temporaryFolder();
  const result = await addDataSet(name, from, root);
  if (!result.ok) throw new Error(JSON.stringify(result.failures));
  expect(findDataSet(name, root)).toMatchObject({ ok: true });
  expect(verifyDataSet(name, root)).toMatchObject({ ok: true });
  const loaded = await new DataCache(dataLoader).load('label-maps', name, join(root, name));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures));
  return loaded.value;
}

const labelsOf = (images: LabelMapSet['test'], index: number): readonly number[] => {
  const image = images.read(index);
  if (!image.ok) throw new Error(JSON.stringify(image.failures));
  return Array.from(image.value.labels);
};

const camvidFiles = {
  ...{ 'train/b.png': colour(2, 2), 'trainannot/b.png': grey([0, 1, 10, 11], 2) },
  ...{ 'train/a.png': colour(2, 1), 'trainannot/a.png': grey([3, 255], 2) },
  ...{ 'val/c.png': colour(1, 1), 'valannot/c.png': grey([4], 1) },
  ...{ 'test/d.png': colour(1, 1), 'testannot/d.png': grey([5], 1), 'train.txt': 'not looked at' },
};

describe('the layouts', () => {
  test('CamVid has three parts, in the order of their names, and 11 is ignored', async () => {
    const set = await added('camvid', write(camvidFiles));
    expect([set.train.count, set.validation?.count, set.test.count]).toEqual([2, 1, 1]);
    expect(labelsOf(set.train, 0)).toEqual([3, 255]);
    expect(labelsOf(set.train, 1)).toEqual([0, 1, 10, 255]);
    expect(set.train.read(1)).toMatchObject({
      value: { height: 2, width: 2, pixels: Uint8Array.from({ length: 12 }, (_, i) => i) },
    });
    expect(set.traits.classNames).toHaveLength(11);
  });

  test('Cityscapes lies in folders of cities, and its ids become train ids', async () => {
    const set = await added(
      'cityscapes',
      write({
        'leftImg8bit/train/ulm/ulm_1_leftImg8bit.png': colour(4, 1),
        'gtFine/train/ulm/ulm_1_gtFine_labelIds.png': grey([7, 33, 0, 26], 4),
        'gtFine/train/ulm/ulm_1_gtFine_color.png': colour(4, 1),
        'leftImg8bit/val/bonn/bonn_1_leftImg8bit.png': colour(1, 1),
        'gtFine/val/bonn/bonn_1_gtFine_labelIds.png': grey([11], 1),
      }),
    );
    expect(labelsOf(set.train, 0)).toEqual([0, 18, 255, 13]);
    expect(labelsOf(set.test, 0)).toEqual([2]);
    expect([set.validation, set.traits.classNames.length]).toEqual([null, 19]);
  });

  test('coarse Cityscapes trains on its extra images, and tests on the fine labels', async () => {
    const set = await added(
      'cityscapes-coarse',
      write({
        'leftImg8bit/train_extra/ulm/ulm_1_leftImg8bit.png': colour(2, 1),
        'gtCoarse/train_extra/ulm/ulm_1_gtCoarse_labelIds.png': grey([7, 0], 2),
        'leftImg8bit/train/ulm/ulm_2_leftImg8bit.png': colour(1, 1),
        'leftImg8bit/val/bonn/bonn_1_leftImg8bit.png': colour(1, 1),
        'gtFine/val/bonn/bonn_1_gtFine_labelIds.png': grey([11], 1),
      }),
    );
    expect(labelsOf(set.train, 0)).toEqual([0, 255]);
    expect([set.train.count, set.test.count, set.validation]).toEqual([1, 1, null]);
    expect(labelsOf(set.test, 0)).toEqual([2]);
  });

  test('PASCAL VOC names its images in lists, and its label maps have a palette', async () => {
    const palette = encode({
      ...{ width: 3, height: 1, channels: 1, depth: 8, data: Uint8Array.of(0, 20, 255) },
      palette: Array.from({ length: 256 }, (_, i) => [i, 255 - i, 7]),
    } as Parameters<typeof encode>[0]);
    const set = await added(
      'voc2012',
      write({
        ...{ 'ImageSets/Segmentation/train.txt': 'x\n', 'ImageSets/Segmentation/val.txt': 'y\n' },
        ...{ 'JPEGImages/x.jpg': jpeg(3, 1), 'SegmentationClass/x.png': palette },
        ...{ 'JPEGImages/y.jpg': jpeg(1, 1), 'SegmentationClass/y.png': grey([15], 1) },
      }),
    );
    expect(labelsOf(set.train, 0)).toEqual([0, 20, 255]);
    expect(labelsOf(set.test, 0)).toEqual([15]);
    expect(set.traits.classNames).toHaveLength(21);
  });

  test('ADE20K counts classes from 1', async () => {
    const set = await added(
      'ade20k',
      write({
        ...{ 'images/training/p.jpg': jpeg(3, 1), 'annotations/training/p.png': grey([0, 1, 150], 3) },
        ...{ 'images/validation/q.jpg': jpeg(1, 1), 'annotations/validation/q.png': grey([2], 1) },
      }),
    );
    expect(labelsOf(set.train, 0)).toEqual([255, 0, 149]);
    expect(set.traits.classNames).toHaveLength(150);
  });
});

describe('what is wrong is named', () => {
  test('a part without images, and an image without a label map', async () => {
    const { 'valannot/c.png': _, ...unlabelled } = camvidFiles;
    expect(await addDataSet('camvid', write(unlabelled), temporaryFolder())).toMatchObject({
      ok: false,
      failures: [{ reason: 'source-unreadable', path: expect.stringMatching(/valannot\/c\.png$/) }],
    });
    const { 'test/d.png': _image, ...untested } = camvidFiles;
    expect(await addDataSet('camvid', write(untested), temporaryFolder())).toMatchObject({
      ok: false,
      failures: [{ detail: 'has no images of the test part, such as test/<name>.png' }],
    });
  });

  test('a file that changed after the set was added, and one that is gone', async () => {
    const from = write(camvidFiles);
    const set = await added('camvid', from);
    writeFileSync(join(from, 'testannot/d.png'), grey([6], 1));
    expect(set.test.read(0)).toMatchObject({
      failures: [{ message: 'testannot/d.png: the file differs from the one that was added' }],
    });
    rmSync(join(from, 'val/c.png'));
    expect(set.validation?.read(0)).toMatchObject({
      failures: [{ message: 'val/c.png: the file cannot be read' }],
    });
  });

  test('sizes that differ, and files that are no such images', async () => {
    const set = await added('camvid', write({ ...camvidFiles, 'testannot/d.png': grey([1, 2], 2) }));
    expect(set.test.read(0)).toMatchObject({
      failures: [{ message: 'testannot/d.png: is 1x2, and its image 1x1' }],
    });
    expect(decodeLabels(colour(1, 1), 11)).toEqual({
      ok: false,
      failures: ['expected a label map of one channel of 8 bits, found 3 of 8 bits'],
    });
    expect(decodeColours(Uint8Array.of(1, 2, 3))).toMatchObject({
      ok: false,
      failures: [expect.stringMatching(/^no readable PNG or JPEG image /)],
    });
  });
});

const ownFiles = {
  ...{ 'classes.txt': 'ground\nroad\n\ncar\n', 'train/deep/a.jpg': jpeg(3, 1) },
  ...{
    'train-labels/deep/a.png': grey([0, 2, 255], 3),
    'test/b.jpg': jpeg(1, 1),
    'test-labels/b.png': grey([1], 1),
  },
};

describe('folders of one’s own', () => {
  test('have the classes that they name, and a validation part where there is one', async () => {
    const set = await added('labelled-folders', write(ownFiles));
    expect(set.traits).toMatchObject({ name: 'labelled-folders', classNames: ['ground', 'road', 'car'] });
    expect([labelsOf(set.train, 0), labelsOf(set.test, 0)]).toEqual([[0, 2, 255], [1]]);
    expect(set.validation).toBe(null);
    const validation = { 'validation/c.jpg': jpeg(1, 1), 'validation-labels/c.png': grey([2], 1) };
    const { validation: part } = await added('labelled-folders', write({ ...ownFiles, ...validation }));
    expect(part && labelsOf(part, 0)).toEqual([2]);
  });

  test('may hold PNG images, and other names of classes are another set', async () => {
    const png = {
      ...{ 'classes.txt': 'ground\nroad\n', 'train/a.png': colour(1, 1), 'train-labels/a.png': grey([1], 1) },
      ...{ 'test/b.png': colour(1, 1), 'test-labels/b.png': grey([0], 1) },
    };
    const root = temporaryFolder();
    const first = await addDataSet('labelled-folders', write(png), root);
    const renamed = await addDataSet(
      'labelled-folders',
      write({ ...png, 'classes.txt': 'ground\nriver\n' }),
      temporaryFolder(),
    );
    if (!first.ok || !renamed.ok) throw new Error('expected both to be added');
    expect(renamed.value.digest).not.toBe(first.value.digest);
  });

  test.each([
    [{ 'classes.txt': 'ground\n' }, 'names 1 classes, and 2 to 255 are expected, one a line'],
    [{ 'classes.txt': 'ground\nroad\nroad\n' }, 'names the class "road" twice'],
    [
      { 'train-labels/deep/a.png': grey([0, 7, 255], 3) },
      'has the value 7, and classes.txt names 3 classes: 0 to 2, or 255 for none',
    ],
    [{ 'test-labels/b.png': colour(1, 1) }, 'has 3 channels of 8 bits, and a label map has one of 8'],
    [{ 'test-labels/b.png': 'no image' }, 'is no readable PNG image'],
  ])('what is wrong is named: %j', async (files, detail) => {
    const root = temporaryFolder();
    expect(await addDataSet('labelled-folders', write({ ...ownFiles, ...files }), root)).toMatchObject({
      ok: false,
      failures: [
        { reason: 'source-unreadable', path: expect.stringMatching(Object.keys(files)[0] ?? ''), detail },
      ],
    });
    expect(findDataSet('labelled-folders', root)).toMatchObject({ ok: false });
  });

  test('without names of classes they are refused', async () => {
    const { 'classes.txt': _, ...unnamed } = ownFiles;
    expect(await addDataSet('labelled-folders', write(unnamed), temporaryFolder())).toMatchObject({
      ok: false,
      failures: [{ reason: 'source-missing', path: expect.stringMatching(/classes\.txt$/) }],
    });
  });
});

describe('real CamVid at a quarter of its size', () => {
  const archive = realData('datasets/camvid-120x90.tar');
  needs(archive);

  test('has 367, 101 and 233 images of eleven classes', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    await extract({ file: archive.path, cwd: folder });
    const set = await added('camvid', join(folder, 'camvid-120x90'));
    expect([set.train.count, set.validation?.count, set.test.count]).toEqual([367, 101, 233]);
    const seen = new Set<number>();
    for (const index of [0, 100, 366]) {
      const labels = labelsOf(set.train, index);
      expect(labels).toHaveLength(120 * 90);
      for (const label of labels) seen.add(label);
    }
    expect(seen.size).toBeGreaterThan(8);
    for (const label of seen) expect(label < 11 || label === 255).toBe(true);
  });
});
