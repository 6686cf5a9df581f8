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
  readonly quarantine: string;
  /** What failed jobs left. */
  readonly failures: string;
  /** What unfinished jobs noted of their progress. */
  readonly partial: string;
  /** What was handed to Slurm, by job. */
  readonly slurmJobs: string;
  /**
   * The folders in which things are made and removed by name. They must be the store's own: behind a link, a clean-up
   * would remove somebody else's files. The store itself, `objects` and `records` may be links, such as to a larger disk:
   * what is removed there is named by a digest.
   */
  readonly own: readonly string[];
}

export function layoutOf(root: string): Layout {
  const own = {
    runs: join(root, 'runs'),
    reports: join(root, 'reports'),
    locks: join(root, 'locks'),
    staging: join(root, 'staging'),
    quarantine: join(root, 'quarantine'),
    failures: join(root, 'failures'),
    partial: join(root, 'partial'),
  };
  const others = ['latest', 'reruns', 'worktrees', 'slurm'].map((name) => join(root, name));
  return {
    root,
    objects: join(root, 'objects'),
    records: join(root, 'records'),
    ...own,
    slurmJobs: join(root, 'slurm', 'jobs'),
    own: [...Object.values(own), ...others],
  };
}

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
