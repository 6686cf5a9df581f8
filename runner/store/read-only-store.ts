/**
 * A store that is only looked at: what is damaged stays where it lies, as evidence, instead of moving to quarantine, and
 * counts as absent. What it gives is verified as ever.
 */
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok } from '../../schemas/result.ts';
import { onlyFailure } from '../util/only-failure.ts';
import { isOdd, ownFileState, readOwnFile } from '../util/own-file.ts';
import { layoutOf, objectPath, recordPath } from './layout.ts';
import { hashObject, readObject } from './object-content.ts';
import { outputDigests, parseRecord } from './record-file.ts';
import { maxRecordBytes, recordKeys } from './record-files.ts';
import type { Store } from './store.ts';
import type { ObjectProblem } from './store-problem.ts';

export interface ReadOnlyStore extends Store {
  /** The record of a key, or what is wrong with its file, as a clause; undefined where there is no file. */
  look(key: JobKey): JobRecord | string | undefined;
  /** What is wrong with an object; undefined when its content is what its name says. */
  objectProblem(digest: Sha256): ObjectProblem | undefined;
  /** Size of its file; undefined where there is none. */
  objectBytes(digest: Sha256): number | undefined;
}

export function readOnlyStore(store: Store): ReadOnlyStore {
  const layout = layoutOf(store.root);
  const looked = new Map<JobKey, JobRecord | string | undefined>();
  const look = (key: JobKey): JobRecord | string | undefined => {
    if (!looked.has(key)) looked.set(key, lookAt(recordPath(layout, key), key));
    return looked.get(key);
  };
  const findRecord = (key: JobKey): JobRecord | undefined => {
    const found = look(key);
    return typeof found === 'object' ? found : undefined;
  };
  const problems = new Map<Sha256, ObjectProblem | undefined>();
  const objectProblem = (digest: Sha256): ObjectProblem | undefined => {
    if (!problems.has(digest)) {
      const hashed = hashObject(objectPath(layout, digest), digest);
      problems.set(digest, hashed.ok ? undefined : onlyFailure(hashed.failures));
    }
    return problems.get(digest);
  };
  return {
    ...store,
    look,
    objectProblem,
    objectBytes: (digest) => {
      const state = ownFileState(objectPath(layout, digest));
      return state === undefined || isOdd(state) ? undefined : state.size;
    },
    findRecord,
    *records() {
      for (const key of recordKeys(layout)) {
        const record = findRecord(key);
        if (record !== undefined) yield record;
      }
    },
    quickLookup: () => (key) => {
      const record = findRecord(key);
      return record === undefined
        ? undefined
        : { outputs: outputDigests(record.outputs), dirty: record.dirtyPatch !== null, unusable: [] };
    },
    readObject: (digest) => readObject(objectPath(layout, digest), digest),
    verifiedPath: (digest) => {
      const problem = objectProblem(digest);
      return problem === undefined ? ok(objectPath(layout, digest)) : fail(problem);
    },
  };
}

function lookAt(path: string, key: JobKey): JobRecord | string | undefined {
  const content = readOwnFile(path, maxRecordBytes);
  if (content === undefined) return undefined;
  if (isOdd(content)) return `is ${content.odd}`;
  const parsed = parseRecord(content.toString('utf8'), key);
  if ('record' in parsed) return parsed.record;
  return 'outdated' in parsed ? 'is of an older format' : parsed.wrong;
}
