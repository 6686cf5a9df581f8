/**
 * Who uses which build. A process loads parts of its build when it needs them, so a build may go only when no living
 * process has a lease on it.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isLeaseHeld, takeLease as takeFileLease } from '../util/lease-file.ts';
import { unlessMissing, unlessRefused } from '../util/system-error.ts';
import { buildsFolder } from './own-build.ts';

const leasesFolder = (dist: string): string => join(dist, 'leases');

/** @param folder of the build: `dist/builds/<name>`. @returns what gives the lease back. */
export function takeLease(folder: string): () => void {
  // A program that was started from its sources is no build.
  if (basename(dirname(folder)) !== 'builds') return () => undefined;
  const file = join(leasesFolder(dirname(dirname(folder))), `${basename(folder)}.${randomUUID()}.json`);
  // Where nothing can be written, nothing is deleted either.
  const lease = unlessRefused(() => takeFileLease(file));
  if (lease === undefined) return () => undefined;
  const release = (): void => {
    process.off('exit', release);
    unlessRefused(() => lease.release());
  };
  process.on('exit', release);
  return release;
}

/** Deletes the builds that nobody uses, and what killed builds left; those named in `keep` stay. */
export function collectBuilds(dist: string, keep: ReadonlySet<string>): void {
  const used = usedBuilds(dist);
  for (const name of unlessMissing(() => readdirSync(buildsFolder(dist))) ?? []) {
    if (keep.has(name) || used.has(name)) continue;
    const folder = join(buildsFolder(dist), name);
    // Out of the way first, so that nobody meets half a build.
    const gone = join(buildsFolder(dist), `.gone-${randomUUID()}`);
    unlessMissing(() => renameSync(folder, gone));
    rmSync(gone, { recursive: true, force: true });
  }
}

function usedBuilds(dist: string): Set<string> {
  const leases = leasesFolder(dist);
  const used = new Set<string>();
  for (const name of unlessMissing(() => readdirSync(leases)) ?? []) {
    if (isLeaseHeld(join(leases, name))) used.add(name.slice(0, name.indexOf('.', 1)));
    else rmSync(join(leases, name), { force: true });
  }
  return used;
}
