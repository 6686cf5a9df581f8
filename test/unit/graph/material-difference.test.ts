import { expect, test } from 'vitest';
import { materialDifference, nearestMaterial } from '../../../runner/graph/material-difference.ts';
import { toSeed } from '../../../schemas/ids.ts';
import type { KeyMaterial } from '../../../schemas/record.ts';
import { keyVersion } from '../../../schemas/record.ts';
import { someCode } from '../../util/records.ts';

const material = (seed: number, epochs: number): KeyMaterial => ({
  keyVersion,
  kind: 'train',
  parameters: { training: { epochs } },
  seed: toSeed(seed),
  inputs: {},
  data: null,
  code: someCode,
  engine: { name: 'wasm', version: 1 },
});

test('equal materials have no difference', () => {
  expect(materialDifference(material(1, 2), material(1, 2))).toEqual([]);
});

test('each differing field is named by its path with both values', () => {
  expect(materialDifference(material(1, 2), material(3, 4))).toEqual([
    { path: 'parameters.training.epochs', before: '2', now: '4' },
    { path: 'seed', before: '1', now: '3' },
  ]);
});

test('a field on one side only has no value on the other', () => {
  const other = { ...material(1, 2), parameters: {} };
  expect(materialDifference(material(1, 2), other)).toEqual([
    { path: 'parameters.training.epochs', before: '2', now: undefined },
  ]);
});

test('the nearest record differs in the fewest fields and is of the same kind', () => {
  const records = [
    { name: 'far', material: material(7, 9) },
    { name: 'near', material: material(1, 9) },
    { name: 'other kind', material: { ...material(1, 2), kind: 'search' as const } },
  ];
  expect(nearestMaterial(records, material(1, 2))?.record.name).toBe('near');
  expect(nearestMaterial([], material(1, 2))).toBeUndefined();
});
