/** What dead processes left behind. Each staging folder is named for the lock under which it was made. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unlessMissing } from '../util/system-error.ts';
import type { Layout } from './layout.ts';
import { isTokenAlive, removeStaleLocks } from './lock.ts';

export const stagingName = (lockName: string, token: string): string => `${lockName}.${token}`;

/** Staging folders whose lock is gone or stale. */
export function staleStaging(layout: Layout): readonly string[] {
  const names = unlessMissing(() => readdirSync(layout.staging)) ?? [];
  return names
    .filter((name) => {
      const dot = name.indexOf('.');
      return dot < 0 || !isTokenAlive(layout.locks, name.slice(0, dot), name.slice(dot + 1));
    })
    .map((name) => join(layout.staging, name));
}

export function cleanStaging(
  layout: Layout,
  now: string,
): { readonly locks: number; readonly folders: number } {
  const stale = staleStaging(layout);
  for (const folder of stale) rmSync(folder, { recursive: true, force: true });
  return { locks: removeStaleLocks(layout.locks, now), folders: stale.length };
}
