/** What reruns have left that nothing needs: the stores of locks that are no more, and the folders of dead reruns. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { lockFileOf, readLock } from '../lock/lock-file.ts';
import { findManifests } from '../manifest/index.ts';
import type { Project } from '../project/project.ts';
import { unlessMissing } from '../util/system-error.ts';
import { deadReruns, isInUse } from './lease.ts';
import { rerunFolder, rerunStoreName } from './rerun.ts';

export interface OldRerun {
  /** Relative to the store. */
  readonly path: string;
  readonly bytes: number;
}

/** A killed rerun of a lock that is still there: the next one goes on with what it computed. */
export interface ResumableRerun {
  readonly id: string;
  readonly profile: string;
}

export interface RerunRemains {
  /** What nothing needs. */
  readonly old: readonly OldRerun[];
  readonly resumable: readonly ResumableRerun[];
}

export function rerunRemains(project: Project): RerunRemains {
  const parent = join(project.storeRoot, 'reruns');
  const folders = rerunFolder(project.storeRoot);
  const wanted = wantedStores(project);
  const isWanted = (store: string): boolean => wanted === undefined || wanted.has(store);
  const stores = (unlessMissing(() => readdirSync(parent)) ?? [])
    // A rerun at work may be of a lock that was changed meanwhile.
    .filter((name) => !isWanted(name) && !isInUse(folders, name))
    .map((name) => join(parent, name));
  const dead = deadReruns(folders);
  const going = dead.flatMap(({ store }) => (store === undefined ? [] : (wanted?.get(store) ?? [])));
  const gone = dead.filter(({ store }) => store === undefined || !isWanted(store));
  const paths = [...stores, ...gone.flatMap((each) => each.paths)].sort(byCodeUnit);
  return {
    old: paths.map((path) => ({ path: relative(project.storeRoot, path), bytes: sizeOf(path) })),
    resumable: [...new Set(going)],
  };
}

export function removeOldReruns(project: Project, old: readonly OldRerun[]): void {
  for (const { path } of old) rmSync(join(project.storeRoot, path), { recursive: true, force: true });
}

/** Undefined when a lock cannot be read: what it needs is then unknown, and nothing may go. */
function wantedStores(project: Project): ReadonlyMap<string, ResumableRerun> | undefined {
  const names = new Map<string, ResumableRerun>();
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
      names.set(rerunStoreName(id, profile, locked), { id, profile });
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
