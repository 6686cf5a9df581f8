/** What lies in a store that the store did not put there. It is named, never opened or followed. */
import { relative } from 'node:path';
import { isOdd, ownFileState } from '../util/own-file.ts';
import { unlessRefused } from '../util/system-error.ts';
import type { Layout } from './layout.ts';
import { isTemporaryCopy } from './link-file.ts';
import type { StrayFile } from './store-problem.ts';

/** Nothing when it is gone, or a copy that a dead process left, which `gc` removes. */
export function strayEntry(layout: Layout, path: string): readonly StrayFile[] {
  const state = unlessRefused(() => ownFileState(path));
  if (state === undefined || isTemporaryCopy(path.slice(path.lastIndexOf('/') + 1))) return [];
  const what = isOdd(state) ? state.odd : 'a file';
  return [{ reason: 'stray-file', path: relative(layout.root, path), what }];
}
