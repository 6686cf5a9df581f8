/** Before any test: the command line and the worker are built from the sources that are tested. */
import { execaSync } from 'execa';
import { isFresh } from '../../runner/project/build.ts';

export function setup(): void {
  if (!isFresh('.')) execaSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
