import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  abandonedFolders,
  leaseFolder,
  removeAbandoned,
  removeUnfinishedLeases,
  reruns,
} from '../../../runner/rerun/lease.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

const now = '2026-01-02T03:04:05.000Z';

test('a folder of a living rerun is kept, and what dead ones left is removed', () => {
  const parent = join(temporaryFolder(), 'worktrees');
  const mine = leaseFolder(parent, 'small.base.0123', now);
  const lease = (name: string, owner: object): void =>
    writeFileSync(join(parent, `${name}.lease.json`), JSON.stringify({ owner, startedAt: now, store: 's' }));
  // Dead, though a process with this id lives: it began at another time.
  lease('used-again', { ...ownIdentity(), processStart: 'another start' });
  for (const name of ['used-again', 'without-lease', 'damaged'])
    mkdirSync(join(parent, name, 'checkout'), { recursive: true });
  lease('only-a-lease', { ...ownIdentity(), processStart: 'another start' });
  writeFileSync(join(parent, 'damaged.lease.json'), '{"owner":null}');
  writeFileSync(join(parent, '.unfinished.tmp'), '');
  expect(abandonedFolders(parent)).toHaveLength(4);
  expect(removeAbandoned(parent)).toBe(4);
  removeUnfinishedLeases(parent);
  expect(readdirSync(parent)).toHaveLength(3);
  expect(reruns(parent, 'small.base.0123')).toMatchObject([{ startedAt: now, store: 'small.base.0123' }]);
  expect(reruns(parent, 'other')).toEqual([]);
  mine.release();
  removeUnfinishedLeases(parent);
  expect(readdirSync(parent)).toEqual([]);
});
