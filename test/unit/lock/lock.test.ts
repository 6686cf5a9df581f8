import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockDifferences } from '../../../runner/lock/lock-difference.ts';
import { lockFileOf, lockProblemText, readLock, writeLock } from '../../../runner/lock/lock-file.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { toArtifactId, toGitCommit, toJobKey } from '../../../schemas/ids.ts';
import type { LockedJob, LockedProfile } from '../../../schemas/lock.ts';
import { someTrees } from '../../util/records.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const job = (key: string, content: string): LockedJob => ({
  key: toJobKey(sha256(key)),
  artifactId: toArtifactId(sha256(`${key}${content}`)),
  outputs: { 'metrics.json': sha256(content), 'weights.bin': sha256('weights') },
  metrics: null,
});

const profile = (jobs: Record<string, LockedJob>): LockedProfile => ({
  commit: toGitCommit('a'.repeat(40)),
  manifest: sha256('manifest'),
  code: someTrees,
  determinism: 'bit-exact',
  jobs,
  reports: { 'main.md': sha256('report') },
});

describe('lockDifferences', () => {
  test('equal jobs have none', () => {
    expect(lockDifferences(profile({ a: job('a', '1') }), profile({ a: job('a', '1') }))).toEqual([]);
  });

  test('names what differs, in graph order', () => {
    const locked = profile({ a: job('a', '1'), b: job('b', '1'), c: job('c', '1') });
    const found = profile({ a: job('a', '2'), b: job('other', '1'), d: job('d', '1') });
    expect(lockDifferences(locked, found)).toEqual([
      { reason: 'other-outputs', label: 'a', files: ['metrics.json'] },
      { reason: 'other-key', label: 'b' },
      { reason: 'only-locked', label: 'c' },
      { reason: 'only-computed', label: 'd' },
    ]);
  });
});

describe('the lock file', () => {
  test('lies beside its manifest', () => {
    expect(lockFileOf('manifests/li2019/li2019-table5.yaml')).toBe(
      'manifests/li2019/li2019-table5.lock.json',
    );
  });

  test('reads back what was written; another profile leaves the first alone', () => {
    const file = join(temporaryFolder(), 'x.lock.json');
    const [nano, paper] = [profile({ a: job('a', '1') }), profile({ b: job('b', '1') })];
    writeLock(file, 'x', 'nano', nano);
    writeLock(file, 'x', 'paper', paper);
    expect(readLock(file)).toEqual({
      ok: true,
      value: { formatVersion: 1, id: 'x', profiles: { nano, paper } },
    });
  });

  test('has one line for each job, so that a difference reads well', () => {
    const file = join(temporaryFolder(), 'x.lock.json');
    writeLock(file, 'x', 'nano', profile({ a: job('a', '1'), b: job('b', '1') }));
    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /^ {8}"[ab]": /.test(line)),
    ).toHaveLength(2);
  });

  test('is told apart from a missing and a broken one', () => {
    const file = join(temporaryFolder(), 'x.lock.json');
    expect(readLock(file)).toEqual({ ok: false, failures: [{ reason: 'lock-missing', file }] });
    writeFileSync(file, '{');
    const broken = readLock(file);
    if (broken.ok) throw new Error('expected a failure');
    expect(lockProblemText(broken.failures[0] ?? { reason: 'lock-missing', file })).toContain(
      'expected a lock file, found one that cannot be read',
    );
  });
});
