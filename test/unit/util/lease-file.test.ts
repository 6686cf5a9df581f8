import { existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLeaseHeld, takeLease } from '../../../runner/util/lease-file.ts';
import { ownIdentity, staleAfterMs } from '../../../runner/util/process-identity.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

describe('a lease', () => {
  it('is held until it is given back', () => {
    const lease = takeLease(join(temporaryFolder(), 'leases', 'a'));
    expect(JSON.parse(readFileSync(lease.path, 'utf8'))).toEqual(ownIdentity());
    expect(isLeaseHeld(lease.path)).toBe(true);
    lease.release();
    lease.release();
    expect(existsSync(lease.path)).toBe(false);
    expect(isLeaseHeld(lease.path)).toBe(false);
  });

  it('of a process out of sight is held while it is kept fresh', () => {
    const path = join(temporaryFolder(), 'lease');
    writeFileSync(path, JSON.stringify({ ...ownIdentity(), pidNamespace: 'pid:[1]' }));
    expect(isLeaseHeld(path)).toBe(true);
    for (const silentMs of [staleAfterMs + 1000, -staleAfterMs - 1000]) {
      const then = new Date(Date.now() - silentMs);
      utimesSync(path, then, then);
      expect(isLeaseHeld(path)).toBe(false);
    }
  });

  it.each([
    ['of a dead process', (path: string) => writeFileSync(path, deadLease())],
    ['that is empty', (path: string) => writeFileSync(path, '')],
    ['that is a folder', (path: string) => mkdirSync(path)],
    ['that is a link', (path: string) => symlinkSync('/dev/zero', path)],
  ])('%s is held by nobody', (_, make) => {
    const path = join(temporaryFolder(), 'lease');
    make(path);
    expect(isLeaseHeld(path)).toBe(false);
  });
});

const deadLease = (): string => JSON.stringify({ ...ownIdentity(), pid: 4_194_305, processStart: null });
