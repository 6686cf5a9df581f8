import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { packagePath } from '../../../runner/build/package-path.ts';
import { packageProblemsText } from '../../../runner/build/package-problem-text.ts';
import { checkPackages, packageDigest } from '../../../runner/build/packages.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const locked = { path: 'node_modules/a', version: '1.0.0', integrity: 'i' };

function project(): string {
  const root = temporaryFolder();
  write(root, 'node_modules/a/package.json', '{"version":"1.0.0"}');
  write(root, 'node_modules/a/index.js', 'export const a = 1;\n');
  write(root, 'node_modules/a/readme.md', 'words\n');
  write(root, 'package-lock.json', '{"packages":{"node_modules/a":{}}}');
  pin(root, locked);
  return root;
}

function pin(root: string, { path, version, integrity }: typeof locked): void {
  const packages = { [path]: { version, integrity, digest: packageDigest(root, path) } };
  write(root, 'packages.digest.json', JSON.stringify({ formatVersion: 1, packages }));
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const found = (root: string, wanted = locked) =>
  checkPackages(root, [wanted]).map(({ path, reason }) => [path, reason]);

test('packages as pinned are good, and texts beside the code do not count', () => {
  const root = project();
  expect(found(root)).toEqual([]);
  write(root, 'node_modules/a/readme.md', 'others\n');
  expect(found(root)).toEqual([]);
});

test.each([
  [
    'a patched file',
    'package-changed',
    (root: string) => write(root, 'node_modules/a/index.js', 'export const a = 2;\n'),
  ],
  ['an added file', 'package-changed', (root: string) => write(root, 'node_modules/a/more.js', '')],
  ['a removed file', 'package-changed', (root: string) => rmSync(join(root, 'node_modules/a/index.js'))],
  [
    'another version',
    'package-of-other-version',
    (root: string) => write(root, 'node_modules/a/package.json', '{"version":"1.0.1"}'),
  ],
  [
    'no package',
    'package-absent',
    (root: string) => rmSync(join(root, 'node_modules/a'), { recursive: true }),
  ],
])('%s is named', (_, reason, change) => {
  const root = project();
  change(root);
  expect(found(root)).toEqual([['node_modules/a', reason]]);
});

test('a linked package counts by its content', () => {
  const root = project();
  renameSync(join(root, 'node_modules/a'), join(root, 'linked'));
  symlinkSync(join(root, 'linked'), join(root, 'node_modules/a'));
  expect(found(root)).toEqual([]);
  write(root, 'linked/index.js', 'export const a = 2;\n');
  expect(found(root)).toEqual([['node_modules/a', 'package-changed']]);
});

test('a package below another that is not locked is named', () => {
  const root = project();
  write(root, 'node_modules/a/node_modules/@s/b/package.json', '{}');
  expect(found(root)).toEqual([['node_modules/a/node_modules/@s/b', 'package-not-locked']]);
});

test('a lock file that is newer than the pins asks for new ones', () => {
  const root = project();
  const problems = checkPackages(root, [{ ...locked, version: '2.0.0' }]);
  expect(packageProblemsText(problems)).toBe(
    'expected the packages that package-lock.json names, found others:\n' +
      '    node_modules/a: expected the pin of 2.0.0, found that of 1.0.0\n' +
      '  help: after a change of package-lock.json: `npm ci --ignore-scripts`, then `npm run pin-packages`, which writes packages.digest.json; commit it',
  );
});

test('a package among the sources is to be removed, since installing anew would leave it', () => {
  const path = 'experiments/x/node_modules/a';
  const detail = 'package-lock.json does not name it';
  expect(packageProblemsText([{ path, reason: 'package-not-locked', detail }])).toBe(
    'expected the packages that package-lock.json names, found others:\n' +
      '    experiments/x/node_modules/a: package-lock.json does not name it\n' +
      '  help: remove the folder experiments/x/node_modules/a: no job key names what it holds',
  );
});

test.each([
  ['node_modules/a/index.js', 'node_modules/a'],
  ['node_modules/@s/a/dist/index.js', 'node_modules/@s/a'],
  ['node_modules/a/node_modules/@s/b/index.js', 'node_modules/a/node_modules/@s/b'],
  ['experiments/x/node_modules/a/index.js', 'experiments/x/node_modules/a'],
  ['../../node_modules/a/index.js', '../../node_modules/a'],
  ['experiments/worker.ts', undefined],
])('%s belongs to %s', (file, path) => {
  expect(packagePath(file)).toBe(path);
});
