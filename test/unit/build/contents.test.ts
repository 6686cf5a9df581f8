import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  changedContents,
  contentsFile,
  readContents,
  writeContents,
} from '../../../runner/build/contents.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

test('a file that is changed, gone or new is named', () => {
  const root = temporaryFolder();
  for (const folder of ['dist', 'runner']) mkdirSync(join(root, folder));
  for (const path of ['package.json', 'runner/a.ts', 'runner/b.ts']) writeFileSync(join(root, path), path);
  writeContents(root, ['runner', 'dist/*.js']);
  const contents = readContents(root);
  if (!contents.ok) throw new Error(contents.failures.join());
  expect(Object.keys(contents.value)).toEqual(['package.json', 'runner/a.ts', 'runner/b.ts']);
  expect(changedContents(root, contents.value)).toEqual([]);
  writeFileSync(join(root, 'runner/a.ts'), 'other');
  writeFileSync(join(root, 'runner/c.ts'), '');
  rmSync(join(root, 'runner/b.ts'));
  expect(changedContents(root, contents.value)).toEqual(['runner/a.ts', 'runner/b.ts', 'runner/c.ts']);
  rmSync(join(root, contentsFile));
  expect(readContents(root)).toEqual({ ok: false, failures: ['the list is missing'] });
});
