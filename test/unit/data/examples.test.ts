import { describe, expect, test } from 'vitest';
import { chooseExamples, stratified } from '../../../experiments/data/examples.ts';
import { type ImageSplit, isStored, type StoredImages } from '../../../experiments/data/image-data-set.ts';
import { generateTextures10 } from '../../../experiments/data/textures10.ts';

const images = generateTextures10();
const { traits } = images;

const stored = (part: ImageSplit): StoredImages => {
  if (!isStored(part)) throw new Error('expected generated images in memory');
  return part;
};

const perClass = (labels: ArrayLike<number>, places: Iterable<number>): number[] => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const place of places) counts[labels[place] ?? 0] = (counts[labels[place] ?? 0] ?? 0) + 1;
  return counts;
};

describe('stratified', () => {
  // 6, 3 and 1 of ten.
  const labels = [0, 0, 1, 0, 2, 0, 1, 0, 1, 0];

  test.for([
    [10, [6, 3, 1]],
    // 3.0, 1.5 and 0.5: equal remainders go to the first class.
    [5, [3, 2, 0]],
    // 4.2, 2.1 and 0.7.
    [7, [4, 2, 1]],
    [1, [1, 0, 0]],
  ] as const)('divides %i in proportion, by largest remainders', ([count, expected]) => {
    for (const seed of [0, 1, 2, 3]) {
      const places = stratified(labels, count, 'training', seed);
      expect([...places]).toEqual([...new Set(places)].sort((a, b) => a - b));
      expect(perClass(labels, places).slice(0, 3)).toEqual(expected);
    }
  });

  test('more examples of a class include those of fewer', () => {
    const many = labels.flatMap(() => labels);
    const chosen = [10, 30, 50, 100].map((count) => new Set(stratified(many, count, 'test', 7)));
    for (const [i, smaller] of chosen.slice(0, -1).entries()) {
      for (const place of smaller) expect(chosen[i + 1]?.has(place)).toBe(true);
    }
  });

  test('every example is chosen as often as another of its class', () => {
    const times = Array.from(labels, () => 0);
    const seeds = 4000;
    for (let seed = 0; seed < seeds; seed += 1) {
      for (const place of stratified(labels, 5, 'training', seed)) times[place] = (times[place] ?? 0) + 1;
    }
    // Half of class 0 and two thirds of class 1; five standard deviations.
    for (const [place, label] of labels.entries()) {
      const p = [1 / 2, 2 / 3, 0][label] ?? 0;
      expect(Math.abs((times[place] ?? 0) - p * seeds)).toBeLessThanOrEqual(
        5 * Math.sqrt(seeds * p * (1 - p)),
      );
    }
  });
});

describe('chooseExamples', () => {
  const wanted = { training: 200, test: 50, seed: 0 };

  test('takes each image with its label, in file order, the same number of each class', () => {
    const chosen = chooseExamples(images, wanted);
    if (!chosen.ok) throw new Error(chosen.failures.join());
    expect(chosen.value.traits).toBe(traits);
    for (const [whole, part, name] of [
      [stored(images.train), stored(chosen.value.train), 'training'],
      [stored(images.test), stored(chosen.value.test), 'test'],
    ] as const) {
      const places = stratified(whole.labels, wanted[name], name, 0);
      const size = whole.images.length / whole.count;
      expect(part.count).toBe(wanted[name]);
      expect(part.images).toHaveLength(wanted[name] * size);
      expect(perClass(part.labels, part.labels.keys())).toEqual(
        Array.from({ length: 10 }, () => wanted[name] / 10),
      );
      for (const [i, place] of places.entries()) {
        expect(part.labels[i]).toBe(whole.labels[place]);
        expect(part.images.subarray(i * size, (i + 1) * size)).toEqual(
          whole.images.subarray(place * size, (place + 1) * size),
        );
      }
    }
  });

  test('all of them are the data set itself; another seed is another choice', () => {
    const all = chooseExamples(images, { training: 1500, test: 1000, seed: 3 });
    expect(all).toEqual({ ok: true, value: images });
    const other = chooseExamples(images, { ...wanted, seed: 1 });
    expect(other).not.toEqual(chooseExamples(images, wanted));
  });

  test('photographs keep their names, labels and digests together', () => {
    const count = 12;
    const folder = {
      path: 'photographs',
      classes: ['ant', 'bee'],
      files: Array.from({ length: count }, (_, i) => `${i}.jpg`),
      labels: Int32Array.from({ length: count }, (_, i) => i % 2),
      digests: Array.from({ length: count }, (_, i) => `digest ${i}`),
    };
    const part = { count, folder };
    const chosen = chooseExamples({ traits, train: part, test: part }, { training: 6, test: 4, seed: 0 });
    if (!chosen.ok || isStored(chosen.value.train)) throw new Error('expected photographs');
    const { files, labels, digests } = chosen.value.train.folder;
    expect(chosen.value.train.count).toBe(6);
    expect([...labels].filter((label) => label === 1)).toHaveLength(3);
    for (const [i, file] of files.entries()) {
      const place = Number.parseInt(file, 10);
      expect(labels[i]).toBe(place % 2);
      expect(digests?.[i]).toBe(`digest ${place}`);
    }
  });

  test.for([
    [
      { training: 1501 },
      'task.examples.training: expected at most 1500, the examples of textures10, got 1501',
    ],
    [{ test: 1001 }, 'task.examples.test: expected at most 1000, the examples of textures10, got 1001'],
  ] as const)('refuses more than there are: %o', ([change, message]) => {
    expect(chooseExamples(images, { ...wanted, ...change })).toEqual({ ok: false, failures: [message] });
  });
});
