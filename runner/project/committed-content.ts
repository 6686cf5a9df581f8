/** Which files that count differ from the commit by content, whatever the index or ignore rules say about them. */
import { byCodeUnit } from '../../schemas/canonical.ts';
import {
  algorithmOf,
  lineFeedBlobId,
  lockFile,
  pinFile,
  type SourceBlobs,
  workingBlobId,
} from '../build/sources.ts';
import type { TreeEntry } from './git.ts';

const link = '120000';
const isManifest = (path: string): boolean => /^manifests\/.*\.ya?ml$/.test(path);
const packageFiles = ['package.json', lockFile, pinFile];

/**
 * @param head tracked files of the commit.
 * @param reached sources that something imports: those must be in the commit. Others count only when they are in it.
 * @returns paths in code-unit order.
 */
export function changedContent(
  root: string,
  head: ReadonlyMap<string, TreeEntry>,
  blobs: SourceBlobs,
  reached: Iterable<string>,
): string[] {
  const tracked = [...head].filter(
    ([path]) => isManifest(path) || path in blobs || packageFiles.includes(path),
  );
  const changed = tracked.filter(([path, entry]) => differs(root, path, entry, blobs)).map(([path]) => path);
  const uncommitted = [...reached].filter((path) => !head.has(path));
  return [...new Set([...changed, ...uncommitted])].sort(byCodeUnit);
}

/** Those of the paths whose content is the commit's but for line ends, which an attribute of git converts. */
export const convertedContent = (
  root: string,
  head: ReadonlyMap<string, TreeEntry>,
  paths: readonly string[],
): string[] =>
  paths.filter((path) => {
    const id = head.get(path)?.id;
    return id !== undefined && lineFeedBlobId(root, path, algorithmOf(id)) === id;
  });

/** @param blobs content of files that were read already, by git's id of it */
export function differs(root: string, path: string, { id, mode }: TreeEntry, blobs: SourceBlobs): boolean {
  // The ids of a repository with longer ids are computed otherwise than those of the keys.
  const known = id.length === 40 && mode !== link ? blobs[path] : undefined;
  return (known ?? workingBlobId(root, path, algorithmOf(id))) !== id;
}
