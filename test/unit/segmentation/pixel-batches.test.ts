/** The generated set, and how images and label maps become minibatches. */
import { describe, expect, test } from 'vitest';
import {
  divideLabelled,
  ignored,
  type LabelledImage,
  type LabelledImages,
} from '../../../experiments/data/segmentation/label-maps.ts';
import {
  type CropSettings,
  croppedBatch,
  type PixelBatch,
  wholeBatches,
} from '../../../experiments/data/segmentation/pixel-batches.ts';
import { generateShapes } from '../../../experiments/data/segmentation/shapes.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { ok } from '../../../schemas/result.ts';

const take = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error('refused');
  return result.value;
};

describe('shapes', () => {
  const set = generateShapes();

  test('is the same on every machine', () => {
    const digest = (images: LabelledImages, index: number) => {
      const { pixels, labels } = take(images.read(index));
      return sha256(Uint8Array.from([...pixels, ...labels])).slice(0, 16);
    };
    expect([digest(set.train, 0), digest(set.train, 239), digest(set.test, 0)]).toMatchInlineSnapshot(`
      [
        "4a9c44e133648a34",
        "667edcc92e429a72",
        "515bfc359e16f2de",
      ]
    `);
  });

  test('shows every class, mostly the ground, and ignores outlines', () => {
    const pixels = new Map<number, number>();
    for (let i = 0; i < set.train.count; i += 1) {
      for (const label of take(set.train.read(i)).labels) pixels.set(label, (pixels.get(label) ?? 0) + 1);
    }
    const share = (label: number): number => (pixels.get(label) ?? 0) / (set.train.count * 64 * 64);
    expect([...pixels.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ignored]);
    expect(share(0)).toBeGreaterThan(0.5);
    expect(share(0)).toBeLessThan(0.66);
    expect(share(ignored)).toBeLessThan(0.1);
    for (let label = 1; label < 10; label += 1) expect(share(label)).toBeGreaterThan(0.015);
  });

  test('is divided in order', () => {
    const { train, validation } = divideLabelled(set.train, 0.75);
    expect([train.count, validation.count]).toEqual([180, 60]);
    expect(take(validation.read(0))).toBe(take(set.train.read(180)));
  });
});

/** Every pixel tells its row, its column and its label: 0 or 1 in turns. */
function told(height: number, width: number): LabelledImage {
  const places = Array.from(
    { length: height * width },
    (_, i) => [Math.floor(i / width), i % width] as const,
  );
  return {
    ...{ height, width },
    pixels: Uint8Array.from(places.flatMap(([y, x]) => [y, x, 7])),
    labels: Uint8Array.from(places.map(([y, x]) => (y + x) % 2)),
  };
}

const listed = (...images: readonly LabelledImage[]): LabelledImages => ({
  count: images.length,
  read: (index) => ok(images[index] ?? told(1, 1)),
});

const traits = {
  name: 'told',
  classNames: ['even', 'odd'],
  mirrorSymmetric: true,
  mean: [0, 0, 0],
  std: [1, 1, 1],
};
const valueAt = ({ images, width }: PixelBatch, y: number, x: number, c: number): number =>
  255 * (images[3 * (y * width + x) + c] ?? NaN);

describe('a crop', () => {
  const settings: CropSettings = { cropSize: 4, flip: true, scaleMin: 1, scaleMax: 1 };
  const crop = (image: LabelledImage, seed: number, changed: Partial<CropSettings> = {}) =>
    take(
      croppedBatch(listed(image), Uint32Array.of(0), traits, { ...settings, ...changed }, draws(key(seed))),
    );

  test('is a window of the image, mirrored half of the time, and its labels go with it', () => {
    const seen = { mirrored: 0, tops: new Set<number>(), lefts: new Set<number>() };
    for (let seed = 0; seed < 60; seed += 1) {
      const batch = crop(told(6, 7), seed);
      const [top, left] = [valueAt(batch, 0, 0, 0), valueAt(batch, 0, 0, 1)].map(Math.round);
      const step = Math.round(valueAt(batch, 0, 1, 1)) - (left ?? 0);
      expect(Math.abs(step)).toBe(1);
      for (let y = 0; y < 4; y += 1) {
        for (let x = 0; x < 4; x += 1) {
          const [row, column] = [(top ?? 0) + y, (left ?? 0) + step * x];
          expect(valueAt(batch, y, x, 0)).toBeCloseTo(row, 3);
          expect(valueAt(batch, y, x, 1)).toBeCloseTo(column, 3);
          expect(batch.labels[4 * y + x]).toBe((row + column) % 2);
        }
      }
      if (step < 0) seen.mirrored += 1;
      seen.tops.add(top ?? -1);
      seen.lefts.add(step > 0 ? (left ?? -1) : (left ?? -1) - 3);
    }
    expect(seen.mirrored).toBeGreaterThan(15);
    expect(seen.mirrored).toBeLessThan(45);
    expect([...seen.tops].sort()).toEqual([0, 1, 2]);
    expect([...seen.lefts].sort()).toEqual([0, 1, 2, 3]);
  });

  test('beyond a smaller image is its mean, ignored', () => {
    const batch = crop(told(2, 3), 1, { flip: false });
    expect(Array.from(batch.labels)).toEqual([0, 1, 0, 255, 1, 0, 1, 255, ...Array<number>(8).fill(255)]);
    expect(valueAt(batch, 3, 3, 2)).toBe(0);
    expect(valueAt(batch, 1, 2, 2)).toBeCloseTo(7, 4);
  });

  test('of a scaled image keeps its corners', () => {
    const batch = crop(told(3, 3), 1, { flip: false, cropSize: 5, scaleMin: 5 / 3, scaleMax: 5 / 3 });
    expect(valueAt(batch, 0, 1, 1)).toBeCloseTo(0.5, 4);
    expect(valueAt(batch, 4, 4, 0)).toBeCloseTo(2, 4);
    expect(batch.labels[0]).toBe(0);
    expect(batch.labels[24]).toBe(0);
  });

  test('an image that does not take the mirror is never mirrored', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const fixed = { ...traits, mirrorSymmetric: false };
      const batch = take(
        croppedBatch(listed(told(6, 7)), Uint32Array.of(0), fixed, settings, draws(key(seed))),
      );
      expect(valueAt(batch, 0, 1, 1)).toBeGreaterThan(valueAt(batch, 0, 0, 1));
    }
  });
});

test('whole images go together while they have one size, and each is there once', () => {
  const images = listed(told(2, 3), told(2, 3), told(2, 3), told(4, 3), told(2, 3));
  const sizes = [...wholeBatches(images, traits, 2)].map((batch) => {
    const { count, height, width } = take(batch);
    return [count, height, width];
  });
  expect(sizes).toEqual([
    [2, 2, 3],
    [1, 2, 3],
    [1, 4, 3],
    [1, 2, 3],
  ]);
});
