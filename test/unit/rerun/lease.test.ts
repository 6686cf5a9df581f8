import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deadReruns, isInUse, leaseFolder, removeAbandoned } from '../../../runner/rerun/lease.ts';
import { ownIdentity } from '../../../runner/util/process-identity.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

test('the folder of a living rerun is kept, and what dead ones left is removed', () => {
  const parent = join(temporaryFolder(), 'worktrees');
  const mine = leaseFolder(parent, 'small.base.0123');
  // Dead, though a process with this id lives: it began at another time.
  const dead = JSON.stringify({ ...ownIdentity(), processStart: 'another start' });
  const id = (n: number): string => `0f3c1a2b-0000-4000-8000-00000000000${n}`;
  const left: Readonly<Record<string, string | null>> = {
    [id(1)]: null,
    [`${id(1)}.s.lease`]: dead,
    [id(2)]: null,
    [id(3)]: null,
    [`${id(3)}.s.lease`]: '{"pid":null}',
    [`${id(4)}.s.lease`]: dead,
    [`${id(5)}.s.lease.${id(6)}.new`]: dead,
    'of-an-older-version-4711': null,
  };
  for (const [name, text] of Object.entries(left)) {
    if (text === null) mkdirSync(join(parent, name, 'checkout'), { recursive: true });
    else writeFileSync(join(parent, name), text);
  }
  const found = deadReruns(parent);
  expect(found.map(({ store }) => store).sort()).toEqual(['s', 's', 's', 's', undefined, undefined]);
  expect(found.flatMap(({ paths }) => paths).sort()).toEqual(
    Object.keys(left)
      .map((name) => join(parent, name))
      .sort(),
  );
  removeAbandoned(parent);
  expect(readdirSync(parent)).toHaveLength(2);
  expect(isInUse(parent, 'small.base.0123')).toBe(true);
  expect(isInUse(parent, 'small.base.01')).toBe(false);
  mine.release();
  expect(readdirSync(parent)).toEqual([]);
});
