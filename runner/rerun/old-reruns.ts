/** What reruns have left that nothing needs: the stores of locks that are no more, and the folders of dead reruns. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { lockFileOf, readLock } from '../lock/lock-file.ts';
import { findManifests } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';
import { unlessMissing } from '../util/system-error.ts';
import { abandoned, isInUse } from './lease.ts';
import { rerunFolder, rerunStoreName } from './rerun.ts';

export interface OldRerun {
  /** Relative to the store. */
  readonly path: string;
  readonly bytes: number;
}

export function oldReruns(project: Project): readonly OldRerun[] {
  const parent = join(project.storeRoot, 'reruns');
  const folders = rerunFolder(project.storeRoot);
  const wanted = wantedStores(project);
  const stores = (unlessMissing(() => readdirSync(parent)) ?? [])
    // A rerun at work may be of a lock that was changed meanwhile.
    .filter((name) => wanted !== undefined && !wanted.has(name) && !isInUse(folders, name))
    .map((name) => join(parent, name));
  return [...stores, ...abandoned(folders)].sort(byCodeUnit).map((path) => ({
    path: relative(project.storeRoot, path),
    bytes: sizeOf(path),
  }));
}

export function removeOldReruns(project: Project, old: readonly OldRerun[]): void {
  for (const { path } of old) rmSync(join(project.storeRoot, path), { recursive: true, force: true });
}

/** Undefined when a lock cannot be read: what it needs is then unknown, and nothing may go. */
function wantedStores(project: Project): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { id, file } of findManifests(project.root)) {
    if (id === null) return undefined;
    const lock = readLock(join(project.root, lockFileOf(file)), id);
    if (!lock.ok) {
      // What an older version of Reprise locked, no rerun of this one computes.
      const isKnown = lock.failures.every(
        ({ reason }) => reason === 'lock-missing' || reason === 'lock-other-version',
      );
      if (!isKnown) return undefined;
      continue;
    }
    for (const [profile, locked] of Object.entries(lock.value.profiles)) {
      names.add(rerunStoreName(id, profile, locked));
    }
  }
  return names;
}

function sizeOf(path: string): number {
  const state = unlessMissing(() => lstatSync(path));
  if (state === undefined) return 0;
  if (!state.isDirectory()) return state.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
