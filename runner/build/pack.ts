/** What `npm pack` needs beside the sources: one build, the lock file where npm packs it, and the list of contents. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectBuilds } from './build-leases.ts';
import { writeContents } from './contents.ts';
import { currentBuild, distFolder } from './own-build.ts';
import { lockFile, packedLockFile } from './sources.ts';

/** @param parts `files` of package.json. */
export function preparePack(root: string, parts: readonly string[]): void {
  const build = currentBuild(root);
  if (build.ok) collectBuilds(distFolder(root), new Set([build.value.id]));
  copyFileSync(join(root, lockFile), join(root, packedLockFile));
  writeContents(root, parts);
}
