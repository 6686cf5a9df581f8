/**
 * A folder for one rerun, and a file beside it that says whose it is and into which store it computes: what a killed rerun
 * leaves is told from the folder of one that lives, and goes with the next rerun. Names are random, since process ids
 * are used again.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isLeaseHeld, takeLease } from '../util/lease-file.ts';
import { unlessMissing } from '../util/system-error.ts';

export interface LeasedFolder {
  readonly folder: string;
  /** Removes the folder with all that is in it. */
  release(): void;
}

export function leaseFolder(parent: string, store: string): LeasedFolder {
  const id = randomUUID();
  const folder = join(parent, id);
  // First, so that there is no folder of a living rerun without one; it goes last.
  const lease = takeLease(join(parent, `${id}.${store}.lease`));
  mkdirSync(folder);
  return {
    folder,
    release: () => {
      rmSync(folder, { recursive: true, force: true });
      lease.release();
    },
  };
}

/** What is left of one rerun whose process is dead. */
export interface DeadRerun {
  /** Name of the store that it computed into; undefined where no lease says. */
  readonly store: string | undefined;
  /** Its folder and its leases. */
  readonly paths: readonly string[];
}

export function deadReruns(parent: string): readonly DeadRerun[] {
  const first = entriesIn(parent).filter((entry) => !isHeld(parent, entry));
  const candidates = new Set(first.map(({ id }) => id));
  // Looked at twice, since a lease gets its name between the list and the look at it.
  return entriesIn(parent)
    .filter((entry) => candidates.has(entry.id) && !isHeld(parent, entry))
    .map(({ id, names }) => ({
      store: names.map((name) => storeOf(id, name)).find((store) => store !== undefined),
      paths: names.map((name) => join(parent, name)),
    }));
}

export function removeAbandoned(parent: string): void {
  for (const path of deadReruns(parent).flatMap(({ paths }) => paths)) {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Whether a living rerun computes into this store. */
export const isInUse = (parent: string, store: string): boolean =>
  entriesIn(parent).some(
    (entry) => isHeld(parent, entry) && entry.names.some((name) => storeOf(entry.id, name) === store),
  );

/** What the name of a lease says, also of one that has not got its name yet. */
function storeOf(id: string, name: string): string | undefined {
  const end = name.lastIndexOf('.lease');
  return name.startsWith(`${id}.`) && end > id.length ? name.slice(id.length + 1, end) : undefined;
}

/** The names that belong to one rerun. */
interface Entry {
  readonly id: string;
  readonly names: readonly string[];
}

function entriesIn(parent: string): readonly Entry[] {
  const byId = new Map<string, string[]>();
  for (const name of unlessMissing(() => readdirSync(parent)) ?? []) {
    const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.|$)/.exec(name)?.[0] ?? name;
    byId.set(id, [...(byId.get(id) ?? []), name]);
  }
  return [...byId].map(([id, names]) => ({ id, names }));
}

/** Also by a lease that has not got its name yet. */
const isHeld = (parent: string, { id, names }: Entry): boolean =>
  names.some((name) => name !== id && isLeaseHeld(join(parent, name)));
