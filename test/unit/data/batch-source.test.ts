import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchSource } from '../../../experiments/data/batch-source.ts';
import { BatchMaker } from '../../../experiments/data/batches.ts';
import type { Photographs } from '../../../experiments/data/image-data-set.ts';
import { indexImageFolder } from '../../../experiments/data/imagenet/image-folder.ts';
import { imagenetTraits } from '../../../experiments/data/imagenet/photograph-batches.ts';
import { divide, wholeSplit } from '../../../experiments/data/part.ts';
import { generateTextures10 } from '../../../experiments/data/textures10.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { writePhotographs } from './photograph-files.ts';

const root = mkdtempSync(join(tmpdir(), 'reprise-source-'));
const traits = { ...imagenetTraits(2), height: 32, width: 32 };
const settings = { cropPadding: 4, flip: true, cutout: 0 };
let photographs: Photographs;

beforeAll(() => {
  const indexed = indexImageFolder(join(writePhotographs(root, { train: 5, val: 2 }), 'train'));
  if (!indexed.ok) throw new Error(JSON.stringify(indexed.failures));
  photographs = { count: indexed.value.files.length, folder: indexed.value };
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test('photographs are divided class by class', () => {
  const { train, validation } = divide(photographs, 0.5);
  expect([[...train.indices], [...validation.indices]]).toEqual([
    [0, 1, 5, 6],
    [2, 3, 4, 7, 8, 9],
  ]);
});

describe('a source of photographs', () => {
  test('counts positions within the part', () => {
    const { validation } = divide(photographs, 0.5);
    const some = batchSource(validation, traits).measured(Uint32Array.of(3, 0));
    const same = batchSource(wholeSplit(photographs), traits).measured(Uint32Array.of(7, 2));
    expect(some.ok && [...some.value.labels]).toEqual([1, 0]);
    expect(some).toEqual(same);
  });

  test('changes training images with the key alone', () => {
    const source = batchSource(wholeSplit(photographs), traits);
    const read = (seed: number) => {
      const batch = source.augmented(settings, key(seed))(Uint32Array.of(0, 1));
      return batch.ok ? [...batch.value.images] : [];
    };
    expect(read(1)).toHaveLength(2 * 32 * 32 * 3);
    expect(read(1)).toEqual(read(1));
    expect(read(2)).not.toEqual(read(1));
    const measured = source.measured(Uint32Array.of(0, 1));
    expect(measured.ok && [...measured.value.images]).not.toEqual(read(1));
  });

  test('refuses cutout, which it does not know', () => {
    const read = batchSource(wholeSplit(photographs), traits).augmented({ ...settings, cutout: 16 }, key(1));
    const message = 'Photographs know no cutout; set cutout to 0, got 16';
    expect(read(Uint32Array.of(0))).toEqual({
      ok: false,
      failures: [{ reason: 'job-refused', message }],
    });
  });
});

test('a source of images in memory gives what the maker of minibatches gives', () => {
  const { train, traits: stored } = generateTextures10();
  const part = wholeSplit(train);
  const positions = Uint32Array.of(5, 2, 9);
  const augmentation = { settings, draws: draws(key(3)) };
  const expected = new BatchMaker(stored).make(part, positions, augmentation);
  const source = batchSource(part, stored);
  expect(source.augmented(settings, key(3))(positions)).toEqual({ ok: true, value: expected });
  expect(source.measured(positions)).toEqual({
    ok: true,
    value: new BatchMaker(stored).make(part, positions),
  });
});

test('a search that needs images in memory says so', () => {
  expect(() => new BatchMaker(traits).make(wholeSplit(photographs), Uint32Array.of(0))).toThrow(
    new TypeError('This search needs images in memory, and those of imagenet are not'),
  );
});
