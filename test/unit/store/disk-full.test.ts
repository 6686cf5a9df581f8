import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../runner/store/open-store.ts';
import { type DurableFiles, durableFiles } from '../../../runner/util/durable-files.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { expectClaim, sampleDetails, sampleKey } from './sample-job.ts';

/** A disk on which some operations fail as long as it is full. */
function fakeDisk(...operations: readonly (keyof DurableFiles)[]) {
  const disk = { isFull: true };
  const failing = operations.map((operation) => [
    operation,
    (...parameters: [string, string, number]) => {
      if (disk.isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      return durableFiles[operation](...parameters);
    },
  ]);
  const files: DurableFiles = { ...durableFiles, ...Object.fromEntries(failing) };
  return { disk, files };
}

describe('a full disk', () => {
  it.each(['create', 'syncFile', 'syncFolder'] as const)(
    'in `%s` stops a publication that can be made again',
    (operation) => {
      const { disk, files } = fakeDisk(operation);
      const folder = temporaryFolder();
      const store = openStore(folder, { files });
      const claim = expectClaim(store, sampleKey(1));
      writeFileSync(join(claim.stagingFolder, 'a.txt'), 'first');
      writeFileSync(join(claim.stagingFolder, 'b.txt'), 'second');
      const failed = claim.publish(sampleDetails(1));
      expect(failed).toMatchObject({ ok: false, failures: [{ reason: 'disk-full' }] });
      expect(store.findRecord(sampleKey(1))).toBeUndefined();
      disk.isFull = false;
      expect(claim.publish(sampleDetails(1)).ok).toBe(true);
      claim.release();
      expect(Object.keys(store.findRecord(sampleKey(1))?.outputs ?? {})).toEqual(['a.txt', 'b.txt']);
      expect(readdirSync(join(folder, 'staging'))).toEqual([]);
    },
  );

  it.each(['create', 'syncFileSoon', 'syncFolderSoon'] as const)(
    'in `%s` stops every publication of a group, and all can be made again',
    async (operation) => {
      const { disk, files } = fakeDisk(operation);
      const store = openStore(temporaryFolder(), { files });
      const seeds = [1, 2, 3];
      const claims = seeds.map((seed) => expectClaim(store, sampleKey(seed)));
      for (const { stagingFolder } of claims) writeFileSync(join(stagingFolder, 'a.txt'), stagingFolder);
      const publishAll = () =>
        Promise.all(claims.map((claim, i) => claim.publishInGroup(sampleDetails(seeds[i] ?? 0))));
      for (const failed of await publishAll())
        expect(failed).toMatchObject({ ok: false, failures: [{ reason: 'disk-full' }] });
      expect([...store.records()]).toEqual([]);
      disk.isFull = false;
      expect((await publishAll()).every(({ ok }) => ok)).toBe(true);
      expect(await store.fsck()).toEqual([]);
    },
  );

  it('says which file needed how much', () => {
    const { files } = fakeDisk('syncFile');
    const claim = expectClaim(openStore(temporaryFolder(), { files }), sampleKey(1));
    const path = join(claim.stagingFolder, 'a.txt');
    writeFileSync(path, '12345');
    expect(claim.publish(sampleDetails(1))).toEqual({
      ok: false,
      failures: [{ reason: 'disk-full', path, neededBytes: 5 }],
    });
  });

  it('stops a report and a patch', () => {
    const { files } = fakeDisk('write', 'create');
    const folder = temporaryFolder();
    const store = openStore(folder, { files });
    expect(store.writeReport('id', { 'table.md': 'text' })).toEqual({
      ok: false,
      failures: [{ reason: 'disk-full', path: join(folder, 'reports', 'id', 'table.md'), neededBytes: 4 }],
    });
    expect(store.putObject('patch')).toMatchObject({ ok: false, failures: [{ reason: 'disk-full' }] });
    expect(readdirSync(join(folder, 'locks'))).toEqual([]);
  });

  it('any other error is an exception', () => {
    const files: DurableFiles = {
      ...durableFiles,
      syncFile: () => {
        throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      },
    };
    const claim = expectClaim(openStore(temporaryFolder(), { files }), sampleKey(1));
    writeFileSync(join(claim.stagingFolder, 'a.txt'), '1');
    expect(() => claim.publish(sampleDetails(1))).toThrow('input/output error');
  });
});
