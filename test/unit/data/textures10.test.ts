import { expect, test } from 'vitest';
import { textureFamilies } from '../../../experiments/data/texture-patterns.ts';
import { generateTextures10, generateTextures10Large } from '../../../experiments/data/textures10.ts';
import { sha256 } from '../../../schemas/canonical.ts';

const set = generateTextures10();

test('textures10 is the same bytes everywhere', () => {
  expect([sha256(set.train.images), sha256(set.train.labels)]).toMatchInlineSnapshot(`
    [
      "8bddaafe6838457a8cc9e4ca93a404ecdb49990ca39ee588fe951a655d30174a",
      "afcd63e65c6e254a26e8670347c190e71826048eafb3bc61f13e03525ea9beb3",
    ]
  `);
  expect([sha256(set.test.images), sha256(set.test.labels)]).toMatchInlineSnapshot(`
    [
      "3f4994f2e9dd45bcc1f1a3519230bccaac2a089ee935e18db7ac84b290c69309",
      "793e48347f02ec9f49b10d30a93de91d185c4cfb957f09d953b1576548404082",
    ]
  `);
});

test('textures10-64 is the same bytes everywhere', () => {
  const { train, test: measured, traits } = generateTextures10Large();
  expect([train.count, measured.count, traits.height, traits.width]).toEqual([600, 200, 64, 64]);
  expect([sha256(train.images), sha256(measured.images)]).toMatchInlineSnapshot(`
    [
      "c349b967d7df32289c1af78ee12924cf98d4d00abd3175cdc2c85d6a3d63ad22",
      "0fd735fd220f710d3be5b65b1446af39fbf3e22fa0f5af7c0e8a2396cd5f96aa",
    ]
  `);
  expect([...train.labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  const values = Array.from(train.images, (v) => v / 255);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean - (traits.mean[0] ?? 0))).toBeLessThan(0.01);
  expect(Math.abs(std - (traits.std[0] ?? 0))).toBeLessThan(0.02);
});

test('any run of images in order is balanced over the ten families', () => {
  expect([set.train.count, set.test.count, textureFamilies.length]).toEqual([1500, 1000, 10]);
  const counts = new Map<number, number>();
  for (const label of set.train.labels.subarray(0, 1000)) counts.set(label, (counts.get(label) ?? 0) + 1);
  expect([...counts.values()]).toEqual(Array.from({ length: 10 }, () => 100));
});

test('no image occurs twice', () => {
  const digests = new Set<string>();
  for (const split of [set.train, set.test]) {
    for (let i = 0; i < split.count; i += 1)
      digests.add(sha256(split.images.subarray(i * 768, i * 768 + 768)));
  }
  expect(digests.size).toBe(2500);
});

test('mean and standard deviation are near the ones used for normalising', () => {
  const values = Array.from(set.train.images, (v) => v / 255);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean - (set.traits.mean[0] ?? 0))).toBeLessThan(0.01);
  expect(Math.abs(std - (set.traits.std[0] ?? 0))).toBeLessThan(0.02);
});
