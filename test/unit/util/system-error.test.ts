import { mkdtempSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainError } from '../../../runner/util/explain-error.ts';
import { ExplainedError } from '../../../runner/util/explained-error.ts';
import { isDiskFull, systemProblemOf } from '../../../runner/util/system-error.ts';
import { systemErrorText } from '../../../runner/util/system-error-text.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const errorOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
};

const isBug = (help: string): boolean => help.includes('bug');

describe('an error of the operating system', () => {
  it('says what, where, and what to do next', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a'.repeat(300));
    expect(explainError(errorOf(() => openSync(path, 'w')))).toEqual({
      message: `cannot open ${path}: the name is too long for the file system (ENAMETOOLONG)`,
      help: 'use shorter names, or a folder nearer to the root',
    });
    expect(explainError(errorOf(() => openSync(folder, 'w')))).toEqual({
      message: `cannot open ${folder}: it is a folder, where a file was expected (EISDIR)`,
      help: 'move it elsewhere',
    });
    expect(explainError(errorOf(() => readdirSync(join(folder, 'no'))))).toMatchObject({
      message: `cannot list ${join(folder, 'no')}: no such file or folder (ENOENT)`,
    });
    expect(isBug(explainError(errorOf(() => mkdtempSync(join(folder, 'no', 'x')))).help)).toBe(false);
  });

  it.each([
    ...['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EXDEV', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY'],
    ...['ENOENT', 'ENAMETOOLONG', 'ELOOP', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EIO', 'EBUSY', 'ESTALE'],
    ...['ETXTBSY', 'EFBIG', 'EMLINK', 'ENOTSUP', 'ENOSYS', 'ETIMEDOUT', 'EINVAL'],
  ])('%s has words and advice of its own', (code) => {
    const { message, help } = systemErrorText({ code, operation: 'open', path: '/s/x' });
    expect(message).toMatch(new RegExp(`^cannot open /s/x: .{8,} \\(${code}\\)$`));
    expect(message).not.toContain('the operating system refused it');
    expect(help.length).toBeGreaterThan(8);
  });

  it('of an unknown kind, even one named like a method, has its code', () => {
    for (const code of ['EWEIRD', 'toString']) {
      expect(systemErrorText({ code, operation: null, path: null }).message).toBe(
        `cannot use: the operating system refused it (${code})`,
      );
    }
  });

  it('is found behind the error that it caused', () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
    const outer = new Error('could not save', { cause: full });
    expect(isDiskFull(outer)).toBe(true);
    expect(systemProblemOf(outer)).toEqual({ code: 'ENOSPC', operation: 'write', path: null });
  });
});

describe('what was thrown', () => {
  it('by whoever could explain it is passed on', () => {
    expect(explainError(new ExplainedError('a', 'b'))).toEqual({ message: 'a', help: 'b' });
  });

  it.each([
    ['an error', new Error('x')],
    ['an error of Node.js', Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' })],
    ['a value', 'x'],
  ])('as %s is a fault of the program', (_, thrown) => {
    expect(explainError(thrown)).toEqual({
      message: 'x',
      help: 'this is a bug in Reprise; REPRISE_STACK=1 prints where it happened',
    });
  });
});
