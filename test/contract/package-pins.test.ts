/** packages.digest.json pins what package-lock.json locks, for every package that computes or builds. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentBuild } from '../../runner/build/own-build.ts';
import {
  checkPackages,
  packagePins,
  packagesToPin,
  readLockedPackages,
} from '../../runner/build/packages.ts';

test('the pins are those of the locked packages, and what is installed is what is pinned', () => {
  const build = currentBuild('.');
  if (!build.ok) throw new Error('expected a build');
  const wanted = packagesToPin(build.value.list.graph, readLockedPackages('.'));
  expect(wanted.map(({ path }) => path)).toContain('node_modules/@tensorflow/tfjs-core');
  expect(checkPackages('.', wanted)).toEqual([]);
  const pins = packagePins.parse(readFileSync('packages.digest.json', 'utf8'));
  if (!pins.ok) throw new Error(JSON.stringify(pins.failures));
  expect(Object.keys(pins.value.packages)).toEqual(wanted.map(({ path }) => path));
});
