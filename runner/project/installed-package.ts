/** Whether the installed package is the one that the project's lock file names, file by file as it was packed. */
import { lstatSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { changedContents, readContents } from '../build/contents.ts';
import { lockFile } from '../build/sources.ts';
import type { LockedPackages } from '../key/locked-packages.ts';
import { unlessMissing } from '../util/system-error.ts';

export type PackageFault =
  | { readonly reason: 'program-not-installed'; readonly folder: string }
  | { readonly reason: 'program-linked'; readonly folder: string }
  /** Not the archive of the lock file; `locked` is null where the lock file names none. */
  | { readonly reason: 'program-not-locked'; readonly locked: string | null; readonly found: string }
  | { readonly reason: 'program-altered'; readonly folder: string; readonly files: readonly string[] };

/** What npm notes beside the packages that it has installed. */
const installedList = 'node_modules/.package-lock.json';

/** @param root of the project. @param installed folder of the package. */
export function installedFault(root: string, installed: string): PackageFault | undefined {
  const stat = lstatSync(installed, { throwIfNoEntry: false });
  if (stat === undefined) return { reason: 'program-not-installed', folder: installed };
  if (stat.isSymbolicLink()) return { reason: 'program-linked', folder: installed };
  return unlockedFault(root, installed) ?? alteredFault(installed);
}

function unlockedFault(root: string, installed: string): PackageFault | undefined {
  const path = relative(root, installed);
  const locked = packagesIn(join(root, lockFile))?.[path];
  // Other programs than npm leave no such list; then the version alone must do.
  const noted = packagesIn(join(root, installedList))?.[path];
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const isLocked =
    locked?.version === version && (noted === undefined || noted.integrity === locked?.integrity);
  if (isLocked) return undefined;
  return {
    reason: 'program-not-locked',
    locked: locked === undefined ? null : `${locked.version}, ${locked.integrity ?? 'of no digest'}`,
    found: `${version}, ${noted?.integrity ?? 'of no digest'}`,
  };
}

function alteredFault(installed: string): PackageFault | undefined {
  const contents = readContents(installed);
  const files = contents.ok ? changedContents(installed, contents.value) : [...contents.failures];
  return files.length === 0 ? undefined : { reason: 'program-altered', folder: installed, files };
}

function packagesIn(file: string): LockedPackages | undefined {
  const text = unlessMissing(() => readFileSync(file, 'utf8'));
  return text === undefined ? undefined : JSON.parse(text).packages;
}
