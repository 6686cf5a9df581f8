import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock, breakLock, lockHolder, removeStaleLocks } from '../../../runner/store/lock.ts';
import { isAlive, livenessOf, ownIdentity, staleAfterMs } from '../../../runner/util/process-identity.ts';
import { canonicalDigest } from '../../../schemas/canonical.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const now = '2026-01-02T03:04:05.000Z';

/** Larger than any process id of Linux. */
const noSuchPid = 4_194_305;

function writeLock(folder: string, file: string, changes: Readonly<Record<string, unknown>>): void {
  mkdirSync(folder, { recursive: true });
  const link = {
    ...ownIdentity(),
    pid: noSuchPid,
    processStart: null,
    startedAt: now,
    token: 'dead',
    ...changes,
  };
  writeFileSync(join(folder, file), JSON.stringify(link));
}

function expectLock(folder: string) {
  const attempt = acquireLock(folder, 'job', now);
  if (!attempt.acquired)
    throw new Error(`Expected the lock to be free, got ${JSON.stringify(attempt.heldBy)}`);
  return attempt.lock;
}

describe('a lock', () => {
  it('is held by one', () => {
    const folder = temporaryFolder();
    const lock = expectLock(folder);
    expect(acquireLock(folder, 'job', now)).toMatchObject({ acquired: false, heldBy: { pid: process.pid } });
    expect(lockHolder(folder, 'job')?.pid).toBe(process.pid);
    lock.release();
    expect(lockHolder(folder, 'job')).toBeUndefined();
    expectLock(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a dead process is taken over', () => {
    const folder = temporaryFolder();
    writeLock(folder, 'job.lock', {});
    const lock = expectLock(folder);
    expect(acquireLock(folder, 'job', now).acquired).toBe(false);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a taker that died as well is taken over from the taker', () => {
    const folder = temporaryFolder();
    writeLock(folder, 'job.lock', {});
    writeLock(folder, 'job.dead.next', { token: 'dead-2' });
    const lock = expectLock(folder);
    expect(readdirSync(folder).sort()).toEqual(['job.dead-2.next', 'job.dead.next', 'job.lock']);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('whose stale file was taken over by a living process is held', () => {
    const folder = temporaryFolder();
    writeLock(folder, 'job.lock', {});
    writeLock(folder, 'job.dead.next', { ...ownIdentity(), token: 'alive' });
    expect(acquireLock(folder, 'job', now)).toMatchObject({ acquired: false, heldBy: { pid: process.pid } });
  });

  it('that a power cut damaged is taken over', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'job.lock'), '');
    expectLock(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  describe.each([
    ['another machine', { host: 'elsewhere' }],
    ['another container of this machine', { pidNamespace: 'pid:[1]' }],
    ['an earlier boot, or a machine of the same name', { bootId: 'another' }],
  ])('of %s', (_, elsewhere) => {
    const silentFor = (folder: string, ms: number): void => {
      const then = new Date(Date.now() - ms);
      utimesSync(join(folder, 'job.lock'), then, then);
    };

    it('is held while its heartbeat is heard, though its process id is nobody here', () => {
      const folder = temporaryFolder();
      writeLock(folder, 'job.lock', elsewhere);
      silentFor(folder, staleAfterMs - 60_000);
      expect(acquireLock(folder, 'job', now)).toMatchObject({
        acquired: false,
        heldBy: { ...elsewhere, name: 'job', file: join(folder, 'job.lock') },
      });
      expect(removeStaleLocks(folder, now)).toBe(0);
    });

    it('is held by one that was silent too long no more, even where its process id lives here', () => {
      const folder = temporaryFolder();
      writeLock(folder, 'job.lock', { ...elsewhere, pid: process.pid });
      silentFor(folder, staleAfterMs + 1000);
      expectLock(folder).release();
      expect(readdirSync(folder)).toEqual([]);
    });

    it('is held by one that is dated far in the future no more, since nobody would hear it fall silent', () => {
      const folder = temporaryFolder();
      writeLock(folder, 'job.lock', elsewhere);
      silentFor(folder, 60_000 - staleAfterMs);
      expect(acquireLock(folder, 'job', now).acquired).toBe(false);
      silentFor(folder, -staleAfterMs - 1000);
      expectLock(folder).release();
      expect(readdirSync(folder)).toEqual([]);
    });

    it('can be broken by hand', () => {
      const folder = temporaryFolder();
      writeLock(folder, 'job.lock', elsewhere);
      expect(breakLock(folder, 'job')).toMatchObject({ broken: true, heldBy: elsewhere });
      expectLock(folder).release();
    });
  });

  it('of a living process cannot be broken, and one that is not there is nothing to break', () => {
    const folder = temporaryFolder();
    const lock = expectLock(folder);
    expect(breakLock(folder, 'job')).toMatchObject({ broken: false, heldBy: { pid: process.pid } });
    lock.release();
    expect(breakLock(folder, 'job')).toBeUndefined();
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ['a link to an endless file', (path: string) => symlinkSync('/dev/zero', path)],
    ['no text', (path: string) => writeFileSync(path, '\0\0')],
  ])('whose file is %s hangs nobody', (_, make) => {
    const folder = temporaryFolder();
    make(join(folder, 'job.lock'));
    expectLock(folder).release();
    expect(lockHolder(folder, 'job')).toBeUndefined();
  });

  it('whose chain leads back to itself hangs nobody', () => {
    const folder = temporaryFolder();
    writeLock(folder, 'job.lock', {});
    writeLock(folder, 'job.dead.next', {});
    expect(lockHolder(folder, 'job')).toBeUndefined();
    expect(breakLock(folder, 'job')?.broken).toBe(true);
  });

  it('that was lost to another holder is not removed by its release', () => {
    const folder = temporaryFolder();
    const lock = expectLock(folder);
    writeLock(folder, 'job.lock', { host: 'elsewhere', token: 'other' });
    lock.release();
    expect(readdirSync(folder)).toEqual(['job.lock']);
  });

  it('of a dead process whose id was given to a new one is taken over', ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux says when a process started');
    const folder = temporaryFolder();
    writeLock(folder, 'job.lock', { pid: process.pid, processStart: '1' });
    expectLock(folder).release();
  });

  it('of the dead is cleaned up, with all that they left, and that of the living stays', () => {
    const folder = temporaryFolder();
    const lock = expectLock(folder);
    writeLock(folder, 'other.lock', {});
    writeLock(folder, 'other.dead.next', { token: 'dead-2' });
    writeLock(folder, 'third.dead.next', {});
    writeLock(folder, 'third.1.dead.new', {});
    expect(removeStaleLocks(folder, now)).toBe(1);
    expect(readdirSync(folder)).toEqual(['job.lock']);
    lock.release();
  });

  it('that a process died over before it had written anything is cleaned up, and that of another place or the living stays', () => {
    const folder = temporaryFolder();
    const { host, bootId, pidNamespace } = ownIdentity();
    const here = canonicalDigest({ host, bootId, pidNamespace }).slice(0, 16);
    const files = [
      `job.${here}.${noSuchPid}.token.new`,
      `job.${here}.${process.pid}.token.new`,
      `job.${'0'.repeat(16)}.${noSuchPid}.token.new`,
    ];
    for (const file of files) writeFileSync(join(folder, file), '');
    removeStaleLocks(folder, now);
    expect(readdirSync(folder).sort()).toEqual(files.slice(1).sort());
  });

  it('says who holds it', () => {
    const folder = temporaryFolder();
    expectLock(folder);
    expect(JSON.parse(readFileSync(join(folder, 'job.lock'), 'utf8'))).toMatchObject({
      ...ownIdentity(),
      startedAt: now,
    });
  });
});

describe('a process', () => {
  const idle = (): ChildProcess =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });

  it('is alive until it is killed', async () => {
    const child = idle();
    await once(child, 'spawn');
    const identity = { ...ownIdentity(), pid: child.pid ?? 0, processStart: null };
    expect(livenessOf(identity)).toBe('alive');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(livenessOf(identity)).toBe('dead');
  });

  it('that runs now is alive by its own identity', () => {
    expect(isAlive(ownIdentity(), Number.POSITIVE_INFINITY)).toBe(true);
  });
});
