import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../runner/store/open-store.ts';
import { readLatestRun, readLatestRuns } from '../../../runner/study/latest-run.ts';
import { endOfOwnFile } from '../../../runner/util/own-file.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

/** Longer than any memory: to read it would not end well. */
function longFile(path: string): void {
  writeFileSync(path, 'x');
  truncateSync(path, 2 ** 40);
}
const pipe = (path: string): unknown => execFileSync('mkfifo', [path]);

describe('the end of a file', () => {
  test('is its last bytes, however long it is', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'short'), 'abcdef');
    expect(endOfOwnFile(join(folder, 'short'), 3)?.toString()).toBe('def');
    expect(endOfOwnFile(join(folder, 'short'), 30)?.toString()).toBe('abcdef');
    longFile(join(folder, 'long'));
    expect(endOfOwnFile(join(folder, 'long'), 3)).toEqual(Buffer.alloc(3));
  });

  test('of what is no file, or not there, is none', () => {
    const folder = temporaryFolder();
    pipe(join(folder, 'pipe'));
    expect(['pipe', 'nothing', '.'].map((name) => endOfOwnFile(join(folder, name), 3))).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });
});

describe.each([
  ['a pipe', pipe],
  ['a file longer than any memory', longFile],
])('%s in a store', (_, make) => {
  test('is no latest run', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'latest'));
    make(join(folder, 'latest', 'a.base.json'));
    expect(readLatestRun(folder, 'a.base')).toBeUndefined();
    expect([...readLatestRuns(folder)]).toEqual([]);
  });

  test('is no task that needs anything', () => {
    const folder = temporaryFolder();
    const handedIn = join(folder, 'slurm', 'jobs', sha256('a job'));
    mkdirSync(handedIn, { recursive: true });
    make(join(handedIn, 'task.json'));
    expect(openStore(folder).gc({ dryRun: true })).toEqual({ ok: true, value: { items: [], bytes: 0 } });
  });
});
