/**
 * A store as the page looks at it: nothing is moved to quarantine, noted or written, and a plan of ten thousand jobs takes
 * the index instead of every record, as far as the files still look as it says.
 */
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import { layoutOf, objectPath, recordPath } from '../store/layout.ts';
import { OutputIndex } from '../store/output-index.ts';
import { type ReadOnlyStore, readOnlyStore } from '../store/read-only-store.ts';
import type { Store, StoredJob } from '../store/store.ts';
import { isOdd, ownFileState } from '../util/own-file.ts';
import { unlessMissing } from '../util/system-error.ts';

export function quietStore(store: Store): ReadOnlyStore {
  const quiet = readOnlyStore(store);
  return { ...quiet, quickLookup: () => quickLookup(quiet) };
}

type Entries = readonly (readonly [name: string, digest: Sha256, bytes: number, mtimeMs: number | null])[];

function quickLookup(store: ReadOnlyStore): (key: JobKey) => StoredJob | undefined {
  const layout = layoutOf(store.root);
  const index = new OutputIndex(layout);
  const fileState = (path: string) => {
    const state = unlessMissing(() => ownFileState(path));
    return state === undefined || isOdd(state) ? undefined : state;
  };
  const isUsable = (digest: Sha256, bytes: number, mtimeMs: number | null): boolean => {
    const state = fileState(objectPath(layout, digest));
    if (state === undefined || state.size !== bytes) return false;
    return state.mtimeMs === mtimeMs || store.objectProblem(digest) === undefined;
  };
  const stored = (entries: Entries, dirty: boolean): StoredJob => ({
    outputs: Object.fromEntries(entries.map(([name, digest]) => [name, digest])),
    dirty,
    unusable: entries.flatMap(([name, ...object]) => (isUsable(...object) ? [] : [name])),
  });
  return (key) => {
    const written = fileState(recordPath(layout, key))?.mtimeMs;
    if (written === undefined) return undefined;
    const indexed = index.find(key);
    if (indexed?.written === written) {
      const entries = Object.entries(indexed.outputs).map(([name, own]) => [name, ...own] as const);
      return stored(entries, indexed.dirty);
    }
    const record = store.findRecord(key);
    if (record === undefined) return undefined;
    const outputs = Object.entries(record.outputs);
    return stored(
      outputs.map(([name, { digest, bytes }]) => [name, digest, bytes, null] as const),
      record.dirtyPatch !== null,
    );
  };
}
