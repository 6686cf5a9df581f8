import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectBuilds, takeLease } from '../../../runner/build/build-leases.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

function dist(...builds: string[]): { root: string; builds: () => string[] } {
  const root = temporaryFolder();
  for (const name of builds) mkdirSync(join(root, 'builds', name), { recursive: true });
  return { root, builds: () => readdirSync(join(root, 'builds')).sort() };
}

test('builds that nobody uses go; those in use and the current one stay', () => {
  const { root, builds } = dist('current', 'idle', 'used', '.new-left');
  const release = takeLease(join(root, 'builds', 'used'));
  collectBuilds(root, new Set(['current']));
  expect(builds()).toEqual(['current', 'used']);
  release();
  collectBuilds(root, new Set(['current']));
  expect(builds()).toEqual(['current']);
});

test('a lease of a process that has ended keeps nothing', () => {
  const { root, builds } = dist('a', 'b');
  mkdirSync(join(root, 'leases'));
  const dead = { pid: 2 ** 22 + 1, host: hostname(), processStart: null };
  writeFileSync(join(root, 'leases', 'a.1.json'), JSON.stringify(dead));
  collectBuilds(root, new Set(['b']));
  expect(builds()).toEqual(['b']);
  expect(existsSync(join(root, 'leases', 'a.1.json'))).toBe(false);
});

test('a build that is being made is not taken for a left one', () => {
  const { root, builds } = dist('.new-now');
  const release = takeLease(join(root, 'builds', '.new-now'));
  collectBuilds(root, new Set());
  expect(builds()).toEqual(['.new-now']);
  release();
});
