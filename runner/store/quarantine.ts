/** Bad files are moved out of sight, not deleted: they are evidence, and perhaps all that is left. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unlessMissing } from '../util/system-error.ts';
import type { Layout } from './layout.ts';

/** Returns where the file lies now, or null when another process moved it first. */
export function quarantine(layout: Layout, path: string): string | null {
  mkdirSync(layout.quarantine, { recursive: true });
  const target = join(layout.quarantine, `${basename(path)}.${randomUUID()}`);
  return (
    unlessMissing(() => {
      renameSync(path, target);
      return target;
    }) ?? null
  );
}
