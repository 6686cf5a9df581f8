/**
 * Who uses which build. A process loads parts of its build when it needs them, so a build may go only when no living
 * process has a lease on it.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from '../util/process-identity.ts';
import { unlessMissing } from '../util/system-error.ts';
import { buildsFolder } from './own-build.ts';

const leasesFolder = (dist: string): string => join(dist, 'leases');

/** @param folder of the build: `dist/builds/<name>`. @returns what gives the lease back. */
export function takeLease(folder: string): () => void {
  // A program that was started from its sources is no build.
  if (basename(dirname(folder)) !== 'builds') return () => undefined;
  const leases = leasesFolder(dirname(dirname(folder)));
  const file = join(leases, `${basename(folder)}.${randomUUID()}.json`);
  try {
    mkdirSync(leases, { recursive: true });
    writeFileSync(file, JSON.stringify(ownIdentity()));
  } catch {
    // Where nothing can be written, nothing is deleted either.
    return () => undefined;
  }
  const release = (): void => {
    process.off('exit', release);
    rmSync(file, { force: true });
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
    const holder = readHolder(join(leases, name));
    // A lease that is being written counts as one.
    if (holder === undefined || isAlive(holder)) used.add(name.slice(0, name.indexOf('.', 1)));
    else rmSync(join(leases, name), { force: true });
  }
  return used;
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    const { pid, host, processStart } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && typeof host === 'string' ? { pid, host, processStart } : undefined;
  } catch {
    return undefined;
  }
}
