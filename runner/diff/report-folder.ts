/** The files of the reports of an experiment that a run has written into a store. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { unlessMissing } from '../util/system-error.ts';

export interface ReportFolder {
  /** Undefined where no run has written any. */
  readonly names: () => readonly string[] | undefined;
  /** Undefined where there is no such file. */
  readonly read: (file: string) => Buffer | undefined;
}

const mostBytes = 2 ** 28;

/** @param name of the experiment, as reports lie in the store. */
export function reportFolder(storeRoot: string, name: string): ReportFolder {
  const folder = join(storeRoot, 'reports', name);
  return {
    names: () => unlessMissing(() => readdirSync(folder)),
    read: (file) => {
      const found = readOwnFile(join(folder, file), mostBytes);
      return found === undefined || isOdd(found) ? undefined : found;
    },
  };
}
