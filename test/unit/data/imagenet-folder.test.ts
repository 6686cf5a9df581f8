import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImageFolder, indexImageFolder } from '../../../experiments/data/imagenet/image-folder.ts';
import {
  dartsJitter,
  imagenetTraits,
  PhotographBatches,
} from '../../../experiments/data/imagenet/photograph-batches.ts';
import { readPhotograph } from '../../../experiments/data/imagenet/read-photograph.ts';
import { key, split } from '../../../experiments/rng/key.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-imagenet-'));
const good = join(root, 'good');

type Colour = readonly [number, number, number];

/** A photograph whose left half has one colour and whose right half another. */
function jpeg(width: number, height: number, left: Colour, right: Colour = left): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i += 1)
    data.set([...(i % width < width / 2 ? left : right), 255], 4 * i);
  return encode({ width, height, data }, 95).data;
}

function write(folder: string, file: string, bytes: Uint8Array | string): void {
  const path = join(root, folder, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
}

const red: Colour = [250, 10, 10];
const blue: Colour = [10, 10, 250];
const grey: Colour = [128, 128, 128];

beforeAll(() => {
  write('good', 'n02/b.JPEG', jpeg(60, 40, blue));
  write('good', 'n02/a.jpg', jpeg(40, 60, grey, red));
  write('good', 'n02/B.jpeg', jpeg(300, 200, grey));
  write('good', 'n01/z.JPEG', jpeg(48, 48, red, blue));
  write('good', 'n01/.hidden', 'not an image');
  write('good', 'synsets.txt', 'a file beside the classes');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function indexed(path: string): ImageFolder {
  const folder = indexImageFolder(path);
  if (!folder.ok) throw new Error(JSON.stringify(folder.failures));
  return folder.value;
}
const small = { ...imagenetTraits(2), height: 16, width: 16 };
const maker = () => new PhotographBatches(indexed(good), small);
function made(positions: readonly number[], augmentation?: Parameters<PhotographBatches['make']>[1]) {
  const batch = maker().make(Uint32Array.from(positions), augmentation);
  if (!batch.ok) throw new Error(JSON.stringify(batch.failures));
  return batch.value;
}
/** Bytes again: [y, x] of the image at `at` in the batch. */
const pixel = (images: Float32Array, at: number, y: number, x: number): number[] =>
  [0, 1, 2].map((c) => {
    const value = images[((at * 16 + y) * 16 + x) * 3 + c] ?? NaN;
    return (value * (small.std[c] ?? NaN) + (small.mean[c] ?? NaN)) * 255;
  });
function expectColour(actual: readonly number[], expected: Colour): void {
  expected.forEach((value, c) => {
    expect(Math.abs((actual[c] ?? NaN) - value)).toBeLessThan(12);
  });
}

describe('the index', () => {
  test('holds classes and files in the order of code units, whatever the file system says', () => {
    const { classes, files, labels } = indexed(good);
    expect(classes).toEqual(['n01', 'n02']);
    expect(files).toEqual(['n01/z.JPEG', 'n02/B.jpeg', 'n02/a.jpg', 'n02/b.JPEG']);
    expect([...labels]).toEqual([0, 1, 1, 1]);
  });

  test.each([
    ['odd', 'n01/notes.txt', 'text', 'n01/notes.txt: expected JPEG files only (.jpg or .jpeg)'],
    ['nested', 'n01/more/a.jpg', '', 'n01/more: expected JPEG files only (.jpg or .jpeg)'],
    ['hollow', 'n01/.keep', '', 'n01: expected at least one JPEG file in the folder of a class'],
  ])('a folder that is %s is refused', (folder, file, content, message) => {
    write(folder, file, content);
    expect(indexImageFolder(join(root, folder))).toEqual({
      ok: false,
      failures: [{ reason: 'job-refused', message }],
    });
  });

  test('a folder without classes and one that is not there are refused', () => {
    write('flat', 'a.jpg', jpeg(8, 8, red));
    for (const name of ['flat', 'nowhere']) {
      const path = join(root, name);
      const message = `${path}: expected a folder with one folder for each class`;
      expect(indexImageFolder(path)).toEqual({ ok: false, failures: [{ reason: 'job-refused', message }] });
    }
  });
});

describe('photographs', () => {
  test('are decoded to red, green and blue bytes', () => {
    const image = readPhotograph(indexed(good), 0);
    if (!image.ok) throw new Error('refused');
    const { width, height, data } = image.value;
    expect([width, height, data.length]).toEqual([48, 48, 48 * 48 * 3]);
    expectColour([...data.subarray(0, 3)], red);
    expectColour([...data.subarray(47 * 3, 48 * 3)], blue);
  });

  test.each([
    ['empty', new Uint8Array(), 'SOI not found'],
    ['cut off', jpeg(64, 64, red, blue).subarray(0, 700), 'marker was not found'],
    ['text', new TextEncoder().encode('no image at all'), 'SOI not found'],
  ])('a file that is %s is refused with its name', (name, bytes, reason) => {
    const folder = `broken ${name}`;
    write(folder, 'n07/bad.JPEG', bytes);
    write(folder, 'n07/good.JPEG', jpeg(16, 16, red));
    const batches = new PhotographBatches(indexed(join(root, folder)), small);
    const message = `n07/bad.JPEG: no readable JPEG image (${reason})`;
    expect(batches.make(Uint32Array.of(1, 0))).toEqual({
      ok: false,
      failures: [{ reason: 'job-refused', message }],
    });
    expect(batches.make(Uint32Array.of(1)).ok).toBe(true);
  });

  test('a file that went away is refused with its name', () => {
    write('gone', 'n01/a.jpg', jpeg(16, 16, red));
    const folder = indexed(join(root, 'gone'));
    rmSync(join(root, 'gone', 'n01', 'a.jpg'));
    expect(readPhotograph(folder, 0)).toEqual({
      ok: false,
      failures: [{ reason: 'job-refused', message: 'n01/a.jpg: the file cannot be read' }],
    });
  });
});

describe('minibatches', () => {
  test('without augmentation show the middle, normalised, in the order asked for', () => {
    const { count, images, labels } = made([3, 0]);
    expect([count, images.length, [...labels]]).toEqual([2, 2 * 16 * 16 * 3, [1, 0]]);
    expectColour(pixel(images, 0, 8, 8), blue);
    expectColour(pixel(images, 1, 8, 1), red);
    expectColour(pixel(images, 1, 8, 14), blue);
    const [r = 0, g = 0, b = 0] = images.subarray(0, 3);
    expect([r < 0, g < 0, b > 0]).toEqual([true, true, true]);
  });

  test('of the full size have 224x224 pixels', () => {
    const batch = new PhotographBatches(indexed(good), imagenetTraits(2)).make(Uint32Array.of(1));
    expect(batch.ok && batch.value.images.length).toBe(224 * 224 * 3);
  });

  test('an augmented image is the same in any minibatch, and another with another key', () => {
    const augmentation = { key: split(key(1), 'epoch', 0), flip: true, jitter: dartsJitter };
    const size = 16 * 16 * 3;
    const together = made([0, 1, 2, 3], augmentation).images;
    const reversed = made([3, 2, 1, 0], augmentation).images;
    for (let i = 0; i < 4; i += 1) {
      const own = together.subarray(i * size, (i + 1) * size);
      expect(made([i], augmentation).images).toEqual(own);
      expect(reversed.subarray((3 - i) * size, (4 - i) * size)).toEqual(own);
    }
    const later = { ...augmentation, key: split(key(1), 'epoch', 1) };
    expect(made([0], later).images).not.toEqual(together.subarray(0, size));
  });

  test('half of the images are mirrored, and none without the wish', () => {
    const none = { brightness: 0, contrast: 0, saturation: 0, hue: 0 };
    const mirrored = (flip: boolean): number =>
      Array.from({ length: 60 }, (_, epoch) => {
        const { images } = made([0], { key: split(key(2), 'epoch', epoch), flip, jitter: none });
        // Red is left of blue, wherever the window lies.
        return (pixel(images, 0, 8, 0)[0] ?? 0) < (pixel(images, 0, 8, 15)[0] ?? 0) - 20 ? 1 : 0;
      }).reduce((sum: number, one) => sum + one, 0);
    expect(mirrored(false)).toBe(0);
    const some = mirrored(true);
    expect(some).toBeGreaterThan(10);
    expect(some).toBeLessThan(45);
  });
});
