/** Where things lie in the folder of a store. */
import { join } from 'node:path';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';

export interface Layout {
  readonly root: string;
  readonly objects: string;
  readonly records: string;
  readonly runs: string;
  readonly reports: string;
  readonly locks: string;
  readonly staging: string;
  /** What unfinished jobs can go on from, in a folder for each key. */
  readonly partial: string;
  readonly quarantine: string;
}

export const layoutOf = (root: string): Layout => ({
  root,
  objects: join(root, 'objects'),
  records: join(root, 'records'),
  runs: join(root, 'runs'),
  reports: join(root, 'reports'),
  locks: join(root, 'locks'),
  staging: join(root, 'staging'),
  partial: join(root, 'partial'),
  quarantine: join(root, 'quarantine'),
});

// Joined by hand: these two are called tens of thousands of times while a plan is made.
export const objectPath = (layout: Layout, digest: Sha256): string =>
  `${layout.objects}/${digest.slice(0, 2)}/${digest}`;

export const recordPath = (layout: Layout, key: JobKey): string =>
  `${layout.records}/${key.slice(0, 2)}/${key}.json`;

const folderName = /^[A-Za-z0-9][A-Za-z0-9._@+-]*$/;

/** @throws TypeError for a name that could lead out of its folder. */
export function expectFolderName(name: string, what: string): string {
  if (!folderName.test(name)) {
    throw new TypeError(`Expected \`${what}\` to match ${folderName}, got \`${name}\``);
  }
  return name;
}
