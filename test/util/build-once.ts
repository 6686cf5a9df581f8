/** Before any test: the command line and the worker are built from the sources that are tested. */
import { execaSync } from 'execa';
import { changedFiles } from '../../runner/build/build-file.ts';
import { currentBuild } from '../../runner/build/own-build.ts';
import { isBuildOf } from '../../runner/project/build.ts';

export function setup(): void {
  const current = currentBuild('.');
  const isFresh = current.ok && isBuildOf('.', current.value) && changedFiles(current.value).length === 0;
  if (!isFresh) execaSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
