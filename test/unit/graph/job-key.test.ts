import { expect, test } from 'vitest';
import { jobKey } from '../../../runner/key/job-key.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { toSeed } from '../../../schemas/ids.ts';
import { type KeyMaterial, keyVersion } from '../../../schemas/record.ts';
import { someCode } from '../../util/records.ts';

const parameters = { training: { epochs: 3, flip: true }, measure: 'test' };

const material = (seed: number): KeyMaterial => ({
  seed: toSeed(seed),
  keyVersion,
  kind: 'train',
  parameters,
  inputs: { architecture: sha256('a'), 'b-first': sha256('b') },
  data: null,
  code: someCode,
  engine: { version: 1, name: 'wasm' },
});

test('a memo that thousands of jobs share does not change their keys', () => {
  const memo = new WeakMap<object, string>();
  const keys = Array.from({ length: 50 }, (_, seed) => jobKey(material(seed), memo));
  expect(keys).toEqual(Array.from({ length: 50 }, (_, seed) => jobKey(material(seed))));
  expect(new Set(keys).size).toBe(50);
});
