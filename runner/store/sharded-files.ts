/** Files that lie one folder down, in the folder of the first two digits of their name. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { isSha256, type Sha256 } from '../../schemas/ids.ts';
import { systemProblemOf, unlessMissing } from '../util/system-error.ts';
import type { Layout } from './layout.ts';
import type { Unreadable } from './store-problem.ts';

/** In code-unit order. */
export const objectDigests = (layout: Layout): readonly Sha256[] =>
  shardedFiles(layout.objects).flatMap(({ shard, name }) =>
    isSha256(name) && name.startsWith(shard) ? [name] : [],
  );

/**
 * Files one folder down, in code-unit order of folder and name. A shard that is a link is not entered.
 * @throws the system's error for a folder that cannot be listed: whoever counts on the list must not take it for empty.
 */
export function shardedFiles(folder: string): readonly { readonly shard: string; readonly name: string }[] {
  return shardsOf(folder).flatMap((shard) =>
    list(join(folder, shard))
      .sort(byCodeUnit)
      .map((name) => ({ shard, name })),
  );
}

/** The folders that the system does not let us list. */
export function unreadableFolders(folder: string): readonly Unreadable[] {
  const whole = listProblem(folder);
  if (whole !== undefined) return [whole];
  return shardsOf(folder).flatMap((shard) => listProblem(join(folder, shard)) ?? []);
}

function listProblem(path: string): Unreadable | undefined {
  try {
    list(path);
    return undefined;
  } catch (error) {
    const problem = systemProblemOf(error);
    if (problem === undefined) throw error;
    return { reason: 'unreadable', path, problem };
  }
}

/** What lies beside the shards, and what is named like one without being a folder. */
export function notShards(folder: string): readonly string[] {
  const shards = new Set(shardsOf(folder));
  return list(folder)
    .filter((name) => !shards.has(name))
    .sort(byCodeUnit);
}

function shardsOf(folder: string): readonly string[] {
  const entries = unlessMissing(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name))
    .map(({ name }) => name)
    .sort(byCodeUnit);
}

const list = (folder: string): string[] => unlessMissing(() => readdirSync(folder)) ?? [];
