import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyChange, type ColourChange, jitter } from '../../../experiments/data/imagenet/colour.ts';
import { resize } from '../../../experiments/data/imagenet/resize.ts';
import { crop, mirror, type RgbImage } from '../../../experiments/data/imagenet/rgb-image.ts';
import {
  centralSquare,
  centralWindow,
  randomWindow,
  shorterSide,
} from '../../../experiments/data/imagenet/windows.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { sha256 } from '../../../schemas/canonical.ts';

interface PillowImages {
  readonly resize: readonly {
    readonly width: number;
    readonly height: number;
    readonly outWidth: number;
    readonly outHeight: number;
    readonly seed: number;
    readonly data: number[];
  }[];
  readonly changes: readonly {
    readonly change: ColourChange;
    readonly factor: number;
    readonly data: number[];
  }[];
  readonly large: {
    readonly width: number;
    readonly height: number;
    readonly seed: number;
    readonly hue: Readonly<Record<string, string>>;
    readonly factor: number;
    readonly others: Readonly<Record<Exclude<ColourChange, 'hue'>, string>>;
    readonly resized: { readonly width: number; readonly height: number; readonly digest: string };
  };
}

const pillow: PillowImages = JSON.parse(
  readFileSync(new URL('../../fixtures/pillow-images.json', import.meta.url), 'utf8'),
);

/** The images of the fixture: the high bytes of a linear congruential generator. */
function noise(width: number, height: number, seed: number): RgbImage {
  let state = seed;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { width, height, data };
}
const changed = (image: RgbImage, change: ColourChange, factor: number): Uint8Array => {
  applyChange(image, change, factor);
  return image.data;
};
const { large } = pillow;
const largeImage = () => noise(large.width, large.height, large.seed);

describe('as Pillow does it, to the byte', () => {
  test.each(pillow.resize)(
    '$width x $height resized to $outWidth x $outHeight',
    ({ width, height, outWidth, outHeight, seed, data }) => {
      const resized = resize(noise(width, height, seed), outWidth, outHeight);
      expect([resized.width, resized.height]).toEqual([outWidth, outHeight]);
      expect([...resized.data]).toEqual(data);
    },
  );

  test.each(pillow.changes)('$change by $factor', ({ change, factor, data }) => {
    expect([...changed(noise(8, 6, 7), change, factor)]).toEqual(data);
  });

  test('90,000 pixels resized', () => {
    const { width, height, digest } = large.resized;
    expect(sha256(resize(largeImage(), width, height).data)).toBe(digest);
  });

  test.each(Object.entries(large.others))('the %s of 90,000 pixels', (change, digest) => {
    expect(sha256(changed(largeImage(), change as ColourChange, large.factor))).toBe(digest);
  });

  test.each(Object.entries(large.hue))('the hue of 90,000 pixels by %s turns', (turns, digest) => {
    expect(sha256(changed(largeImage(), 'hue', Number(turns)))).toBe(digest);
  });
});

describe('jitter', () => {
  const amounts = { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.2 };
  const jittered = (seed: number, by = amounts): Uint8Array => {
    const image = noise(8, 6, 7);
    jitter(image, by, draws(key(seed)));
    return image.data;
  };

  test('is the same from the same key, other from another, and nothing by nothing', () => {
    expect(jittered(1)).toEqual(jittered(1));
    expect(jittered(1)).not.toEqual(jittered(2));
    const none = { brightness: 0, contrast: 0, saturation: 0, hue: 0 };
    expect(jittered(1, none)).toEqual(noise(8, 6, 7).data);
  });

  test('brightness stays within its bounds and reaches near both', () => {
    const means = Array.from({ length: 200 }, (_, seed) => {
      const image = { width: 1, height: 1, data: Uint8Array.of(100, 100, 100) };
      jitter(image, { brightness: 0.4, contrast: 0, saturation: 0, hue: 0 }, draws(key(seed)));
      return image.data[0] ?? 0;
    });
    expect(Math.min(...means)).toBeGreaterThanOrEqual(60);
    expect(Math.min(...means)).toBeLessThan(65);
    expect(Math.max(...means)).toBeLessThanOrEqual(140);
    expect(Math.max(...means)).toBeGreaterThan(135);
  });
});

/** The mean share of the area over all draws that fit, by summing over a grid of them. */
function expectedArea(width: number, height: number): number {
  let [sum, count] = [0, 0];
  const cells = 400;
  for (let i = 0.5; i < cells; i += 1) {
    for (let j = 0.5; j < cells; j += 1) {
      const share = 0.08 + (0.92 * i) / cells;
      const ratio = Math.exp(Math.log(4 / 3) * ((2 * j) / cells - 1));
      const area = share * width * height;
      if (Math.sqrt(area * ratio) > width || Math.sqrt(area / ratio) > height) continue;
      sum += share;
      count += 1;
    }
  }
  return sum / count;
}

describe('windows', () => {
  test('random ones lie within the image and within the bounds of area and ratio', () => {
    const source = draws(key(1));
    const [width, height] = [500, 375];
    const windows = Array.from({ length: 3000 }, () => randomWindow(width, height, source));
    for (const { left, top, width: w, height: h } of windows) {
      expect(left >= 0 && top >= 0 && left + w <= width && top + h <= height).toBe(true);
      expect(w / h).toBeGreaterThan(0.74);
      expect(w / h).toBeLessThan(1.35);
    }
    const areas = windows.map(({ width: w, height: h }) => (w * h) / (width * height));
    expect(Math.min(...areas)).toBeGreaterThan(0.078);
    expect(Math.min(...areas)).toBeLessThan(0.1);
    expect(Math.max(...areas)).toBeGreaterThan(0.9);
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    // Four standard errors.
    expect(Math.abs(mean - expectedArea(width, height))).toBeLessThan(0.02);
  });

  test('an image too long for any attempt gives the middle', () => {
    expect(randomWindow(1000, 10, draws(key(1)))).toEqual({ left: 493, top: 0, width: 13, height: 10 });
    expect(centralWindow(30, 400)).toEqual({ left: 0, top: 180, width: 30, height: 40 });
    expect(centralWindow(40, 40)).toEqual({ left: 0, top: 0, width: 40, height: 40 });
  });

  test('resizing to 256 and cutting out 224', () => {
    expect(shorterSide(500, 375, 256)).toEqual([341, 256]);
    expect(shorterSide(375, 500, 256)).toEqual([256, 341]);
    expect(shorterSide(64, 64, 256)).toEqual([256, 256]);
    // Python rounds 58.5 to 58 and 1.5 to 2.
    expect(centralSquare(341, 256, 224)).toEqual({ left: 58, top: 16, width: 224, height: 224 });
    expect(centralSquare(227, 229, 224)).toEqual({ left: 2, top: 2, width: 224, height: 224 });
  });

  test('crop and mirror', () => {
    const image = noise(3, 2, 5);
    const pixel = (x: number, y: number): number[] => [
      ...image.data.subarray(3 * (y * 3 + x), 3 * (y * 3 + x) + 3),
    ];
    expect([...crop(image, { left: 1, top: 1, width: 2, height: 1 }).data]).toEqual([
      ...pixel(1, 1),
      ...pixel(2, 1),
    ]);
    const row = [0, 1, 2].map((x) => pixel(x, 0));
    expect([...mirror(image).data.subarray(0, 9)]).toEqual([...row].reverse().flat());
    expect(mirror(mirror(image))).toEqual(image);
  });
});
