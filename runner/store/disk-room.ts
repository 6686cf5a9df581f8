/** How much room there is on the disk of a store. */
import { randomUUID } from 'node:crypto';
import { type StatsFs, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DurableFiles } from '../util/durable-files.ts';
import { makeFolder } from '../util/make-folder.ts';
import { isDiskFull, removeIfThere, unlessMissing } from '../util/system-error.ts';
import type { Layout } from './layout.ts';

/** The folder may not be there yet; its disk is that of the nearest one above it. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = stateOf(folder);
  return bavail * bsize;
}

/** A quota shows only when something is written, so a part of it is. */
export function hasRoom(layout: Layout, files: DurableFiles, bytes: number): boolean {
  if (freeBytes(layout.root) < bytes) return false;
  const { files: inodes, ffree } = stateOf(layout.root);
  if (inodes > 0 && ffree < fewInodes) return false;
  const probe = join(layout.staging, `room.${randomUUID()}`);
  try {
    makeFolder(layout.staging);
    files.write(probe, Buffer.alloc(Math.min(bytes, longestProbe)), 0o600);
    return true;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return false;
  } finally {
    removeIfThere(probe);
  }
}

const fewInodes = 16;
const longestProbe = 1 << 20;

function stateOf(folder: string): StatsFs {
  return unlessMissing(() => statfsSync(folder)) ?? stateOf(dirname(folder));
}
