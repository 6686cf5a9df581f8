/** What a commit holds of what a lock names, held against the lock. */
import { type GitCommit, type GitTree, toGitTree } from '../../schemas/ids.ts';
import type { LockedProfile } from '../../schemas/lock.ts';
import { Git, type TreeEntry } from '../project/git.ts';

/** Path to entry; a path that the commit lacks is absent. */
export type CommitEntries = ReadonlyMap<string, TreeEntry>;

/** What a lock says of its commit's content, path by path. */
export const claimedEntries = ({
  code,
  files,
}: Pick<LockedProfile, 'code' | 'files'>): [string, GitTree][] => [
  ...Object.entries(code),
  ...Object.entries(files),
];

export interface EntryDifference {
  readonly path: string;
  /** Null when the lock does not name it. */
  readonly locked: GitTree | null;
  /** Null when the commit has no such path, or nothing reads it. */
  readonly found: GitTree | null;
}

type Files = LockedProfile['files'];
type Claims = Pick<LockedProfile, 'code' | 'files'>;

/**
 * Where a commit is not what the lock says; undefined when this clone lacks the commit.
 * @param read the files that the manifest of today consists of.
 */
export async function commitDifferences(
  root: string,
  commit: GitCommit,
  locked: Claims,
  read: Files = {},
): Promise<readonly EntryDifference[] | undefined> {
  const paths = new Set([...claimedEntries(locked).map(([path]) => path), ...Object.keys(read)]);
  const entries = await new Git(root).idsOf(commit, [...paths]);
  return entries.ok ? entryDifferences(entries.value, locked, read) : undefined;
}

export function entryDifferences(entries: CommitEntries, locked: Claims, read: Files): EntryDifference[] {
  const atCommit = (path: string): GitTree | null => {
    const entry = entries.get(path);
    return entry === undefined ? null : toGitTree(entry.id);
  };
  const lies = claimedEntries(locked).flatMap(([path, id]): EntryDifference[] =>
    atCommit(path) === id ? [] : [{ path, locked: id, found: atCommit(path) }],
  );
  // Where the commit has the manifest of today, that tells which files a lock of it names: neither fewer nor more.
  const paths = Object.keys(read);
  if (paths.length === 0 || paths.some((path) => read[path] !== atCommit(path))) return lies;
  const omitted = paths
    .filter((path) => !Object.hasOwn(locked.files, path))
    .map((path) => ({ path, locked: null, found: atCommit(path) }));
  const added = Object.entries(locked.files)
    .filter(([path, id]) => !Object.hasOwn(read, path) && atCommit(path) === id)
    .map(([path, id]) => ({ path, locked: id, found: null }));
  return [...lies, ...omitted, ...added];
}
