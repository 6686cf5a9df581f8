import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../runner/util/make-folder.ts';
import { errorCode } from '../../../runner/util/system-error.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const codeOf = (path: string): string | undefined => {
  try {
    makeFolder(path);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
};

test('makes what is missing, and says where that began', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a', 'b', 'c');
  expect(makeFolder(path)).toBe(join(folder, 'a'));
  expect(statSync(path).isDirectory()).toBe(true);
  expect(makeFolder(path)).toBeUndefined();
});

test('of a file says that it is there, and below one that it is no folder', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(codeOf(file)).toBe('EEXIST');
  expect(codeOf(join(file, 'a'))).toBe('ENOTDIR');
});

test('ends where the file system takes no folder', ({ skip }) => {
  skip(!existsSync('/proc/self'), 'needs /proc');
  expect(codeOf('/proc/none')).toBe('ENOENT');
  expect(codeOf('/proc/none/a/b')).toBe('ENOENT');
});
