import { describe, expect, test } from 'vitest';
import { augments, cutoutBox, drawChange } from '../../../experiments/data/augment.ts';
import { BatchMaker, inBatches, inOrder } from '../../../experiments/data/batches.ts';
import type { ImageTraits } from '../../../experiments/data/image-data-set.ts';
import { divide, wholeSplit } from '../../../experiments/data/part.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';

const traits: ImageTraits = {
  name: 'counting',
  classes: 2,
  height: 4,
  width: 4,
  channels: 1,
  mirrorSymmetric: true,
  maximum: 10,
  mean: [0],
  std: [0.1],
};
/** Two images whose pixels count up from 1 and from 101; normalised values equal the stored ones. */
const split = {
  count: 2,
  images: Uint8Array.from([
    ...Array.from({ length: 16 }, (_, i) => i + 1),
    ...Array.from({ length: 16 }, (_, i) => i + 101),
  ]),
  labels: Uint8Array.of(0, 1),
};
const none = { cropPadding: 0, flip: false, cutout: 0 };
const rows = (values: Float32Array): number[][] =>
  Array.from({ length: 4 }, (_, y) => [...values.subarray(4 * y, 4 * y + 4)].map(Math.round));

describe('parts', () => {
  test('the first part trains and the rest validates, whatever the seed', () => {
    const { train, validation } = divide({ ...split, count: 5 }, 0.5);
    expect([[...train.indices], [...validation.indices]]).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  test('the last minibatch holds what is left', () => {
    expect([...inBatches(inOrder(5), 2)].map((batch) => [...batch])).toEqual([[0, 1], [2, 3], [4]]);
  });
});

describe('batches', () => {
  const maker = new BatchMaker(traits);

  test('images come in the order asked for, normalised', () => {
    const { count, images, labels } = maker.make(wholeSplit(split), Uint32Array.of(1, 0));
    expect([count, [...labels], Math.round(images[0] ?? 0), Math.round(images[16] ?? 0)]).toEqual([
      2,
      [1, 0],
      101,
      1,
    ]);
  });

  test('a shift fills with black, a mirror turns left and right', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const augmentation = { settings: { cropPadding: 1, flip: true, cutout: 0 }, draws: draws(key(seed)) };
      const { images } = maker.make(wholeSplit(split), Uint32Array.of(0), augmentation);
      seen.add(JSON.stringify(rows(images)));
    }
    const plain = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10, 11, 12],
      [13, 14, 15, 16],
    ];
    const shiftedRight = plain.map((r) => [0, ...r.slice(0, 3)]);
    const mirroredDown = [[0, 0, 0, 0], ...plain.slice(0, 3).map((r) => [...r].reverse())];
    for (const expected of [plain, shiftedRight, mirroredDown])
      expect(seen).toContain(JSON.stringify(expected));
    expect(seen.size).toBe(18);
  });

  test('cutout has its chance, and one that is sure draws no number for it', () => {
    const wide = { ...traits, height: 32, width: 32 };
    const erasedShare = (cutoutProbability: number): number => {
      const source = draws(key(8));
      const changes = Array.from({ length: 20_000 }, () =>
        drawChange({ ...none, cutout: 16, cutoutProbability }, wide, source),
      );
      // Every box of 16 pixels around a pixel of the image has an inside.
      return changes.filter(({ erased }) => erased.bottom > erased.top).length / changes.length;
    };
    expect(erasedShare(0)).toBe(0);
    expect(erasedShare(1)).toBe(1);
    expect(Math.abs(erasedShare(0.3) - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 20_000));
    const sure = drawChange({ ...none, cutout: 16, cutoutProbability: 1 }, wide, draws(key(1)));
    expect(sure).toEqual(drawChange({ ...none, cutout: 16 }, wide, draws(key(1))));
  });

  test('cutout erases a clipped box with the mean', () => {
    const augmentation = { settings: { ...none, cutout: 2 }, draws: draws(key(1)) };
    const { images } = maker.make(wholeSplit(split), Uint32Array.of(0), augmentation);
    const change = drawChange({ ...none, cutout: 2 }, traits, draws(key(1)));
    const { top, bottom, left, right } = change.erased;
    expect(images.filter((v) => v === 0).length).toBe((bottom - top) * (right - left));
  });

  test.each([
    [0, 0, { top: 0, bottom: 8, left: 0, right: 8 }],
    [16, 16, { top: 8, bottom: 24, left: 8, right: 24 }],
    [31, 5, { top: 23, bottom: 32, left: 0, right: 13 }],
  ])('cutout of 16 pixels around (%d, %d) on 32x32 images', (y, x, box) => {
    expect(cutoutBox(y, x, 16, { height: 32, width: 32 })).toEqual(box);
  });

  test('images whose classes are not mirror-symmetric are never mirrored', () => {
    const digits = { ...traits, mirrorSymmetric: false };
    expect(augments({ ...none, flip: true }, digits)).toBe(false);
    const source = draws(key(3));
    const changes = Array.from({ length: 50 }, () => drawChange({ ...none, flip: true }, digits, source));
    expect(changes.some(({ mirrored }) => mirrored)).toBe(false);
  });
});
