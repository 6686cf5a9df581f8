/** The checkpoint folder of a program as one output: an archive whose bytes depend on names and contents alone. */
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tar from 'tar';
import { byCodeUnit } from '../../../schemas/canonical.ts';

/** The output of a job that holds its checkpoint. */
export const checkpointFile = 'checkpoint.tar';

/** @returns whether there was anything to keep */
export function packCheckpoint(folder: string, file: string): boolean {
  const names = filesIn(folder, '').sort(byCodeUnit);
  if (names.length === 0) return false;
  tar.create({ file, cwd: folder, sync: true, portable: true, noMtime: true, noDirRecurse: true }, names);
  return true;
}

/** Fills the folder from an archive, whole or not at all. */
export function unpackCheckpoint(file: string, folder: string): void {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  tar.extract({ file, cwd: partial, sync: true, strict: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
}

/** Regular files only: a link would lead to what is no part of the checkpoint. */
function filesIn(folder: string, prefix: string): string[] {
  return readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stat = lstatSync(join(folder, path));
    if (stat.isDirectory()) return filesIn(folder, path);
    return stat.isFile() ? [path] : [];
  });
}
