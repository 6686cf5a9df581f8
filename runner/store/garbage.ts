/** What in a store nothing refers to. Only looks. */
import { lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { byCodeUnit } from '../../schemas/canonical.ts';
import { isSha256, type JobKey, toJobKey, toSha256 } from '../../schemas/ids.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { isLeaseHeld } from '../util/lease-file.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { unlessMissing } from '../util/system-error.ts';
import { systemErrorText } from '../util/system-error-text.ts';
import { staleStaging } from './clean-staging.ts';
import { type Layout, objectPath, recordPath } from './layout.ts';
import { isTemporaryCopy } from './link-file.ts';
import type { RecordFiles } from './record-files.ts';
import { objectUses } from './record-objects.ts';
import { objectDigests, shardedFiles } from './sharded-files.ts';

export interface GcItem {
  readonly kind:
    | 'record'
    | 'object'
    | 'staging'
    | 'partial'
    | 'slurm'
    | 'failure'
    | 'temporary'
    | 'run'
    | 'quarantine';
  /** Relative to the store. */
  readonly path: string;
  readonly bytes: number;
}

/** Whoever writes a file under a temporary name has renamed it long before. */
const temporaryMs = 60 * 60_000;
/** Notes of an unfinished job that nobody took up for so long. */
const partialMs = 30 * 24 * 60 * 60_000;
/** A task names its inputs; nothing near it does. */
const maxTaskBytes = 16 * 1024 * 1024;

/**
 * Records come first, so that a crash in between leaves orphans and no record without its objects.
 * @throws ExplainedError when a record cannot be read: its objects would look like orphans.
 */
export function findGarbage(
  layout: Layout,
  records: RecordFiles,
  keep: ReadonlySet<JobKey> | undefined,
  nowMs: number,
): readonly GcItem[] {
  const { wanted, unwanted, used } = sortRecords(layout, records, keep);
  const isOlder = (path: string, ms: number): boolean => nowMs - lstatSync(path).mtimeMs > ms;
  const isForgotten = (path: string): boolean =>
    wanted.has(lastPart(path)) || !isSha256(lastPart(path)) || isOlder(path, partialMs);
  const [slurm, handedIn] = divide(entriesIn(layout.slurmJobs), isForgotten);
  const inputs = new Set(handedIn.flatMap(inputsOf));
  const orphans = objectDigests(layout)
    .filter((digest) => !used.has(digest) && !inputs.has(digest))
    .map((digest) => objectPath(layout, toSha256(digest)));
  const temporary = [
    ...temporariesIn(layout.objects, shardedFiles(layout.objects)),
    ...temporariesIn(layout.records, shardedFiles(layout.records)),
    ...reportFolders(layout).flatMap((folder) => temporariesIn(folder, namesIn(folder))),
  ].filter((path) => isOlder(path, temporaryMs));
  const partial = entriesIn(layout.partial).filter(isForgotten);
  const failures = entriesIn(layout.failures).filter((path) =>
    wanted.has(lastPart(path).replace(/\.json$/, '')),
  );
  const runs = entriesIn(layout.runs).filter((path) => isEmptyRun(path) && isOlder(path, temporaryMs));
  const item = (kind: GcItem['kind']) => (path: string) => ({
    kind,
    path: relative(layout.root, path),
    bytes: sizeOf(path),
  });
  return [
    ...unwanted.map(item('record')),
    ...orphans.map(item('object')),
    ...[...staleStaging(layout)].sort(byCodeUnit).map(item('staging')),
    ...partial.map(item('partial')),
    ...slurm.map(item('slurm')),
    ...failures.map(item('failure')),
    ...temporary.map(item('temporary')),
    ...runs.map(item('run')),
    ...entriesIn(layout.quarantine).map(item('quarantine')),
  ];
}

interface SortedRecords {
  /** Keys of the records that stay. */
  readonly wanted: ReadonlySet<string>;
  /** Paths of those that go. */
  readonly unwanted: readonly string[];
  /** Digests of the objects of those that stay. */
  readonly used: ReadonlySet<string>;
}

function sortRecords(
  layout: Layout,
  records: RecordFiles,
  keep: ReadonlySet<JobKey> | undefined,
): SortedRecords {
  const wanted = new Set<string>();
  const used = new Set<string>();
  const unwanted: string[] = [];
  for (const key of records.keys()) {
    const { record, problem } = records.inspect(key);
    if (problem?.reason === 'unreadable') {
      const { message, help } = systemErrorText({ ...problem.problem, path: problem.path });
      throw new ExplainedError(`${message}, so that its objects are not known`, help);
    }
    const isWanted = record !== undefined && (keep === undefined || keep.has(key));
    if (isWanted) {
      wanted.add(key);
      for (const { digest } of objectUses(record)) used.add(digest);
    } else if (record !== undefined || problem?.reason === 'record-outdated') {
      unwanted.push(recordPath(layout, toJobKey(key)));
    }
  }
  return { wanted, unwanted, used };
}

function divide<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Digests of the objects that a job waits with in Slurm: of a trial's, no record names them yet. */
function inputsOf(jobFolder: string): readonly string[] {
  const content = readOwnFile(join(jobFolder, 'task.json'), maxTaskBytes);
  const task = content === undefined || isOdd(content) ? '' : content.toString('utf8');
  return [...task.matchAll(/\/objects\/[0-9a-f]{2}\/([0-9a-f]{64})"/g)].map(([, digest = '']) => digest);
}

const reportFolders = ({ root, reports, failures }: Layout): readonly string[] => [
  ...entriesIn(reports).filter((path) => lstatSync(path).isDirectory()),
  failures,
  join(root, 'latest'),
];

const temporariesIn = (
  folder: string,
  files: readonly { readonly shard: string; readonly name: string }[],
): readonly string[] =>
  files.filter(({ name }) => isTemporaryCopy(name)).map(({ shard, name }) => join(folder, shard, name));

const namesIn = (folder: string) =>
  (unlessMissing(() => readdirSync(folder)) ?? []).map((name) => ({ shard: '', name }));

/** A run that was killed before its first line. */
const isEmptyRun = (folder: string): boolean =>
  lstatSync(folder).isDirectory() &&
  readdirSync(folder).every((name) => {
    const path = join(folder, name);
    return name === 'journal.jsonl'
      ? lstatSync(path).size === 0
      : name === 'running.json' && !isLeaseHeld(path);
  });

const entriesIn = (folder: string): readonly string[] =>
  (unlessMissing(() => readdirSync(folder)) ?? []).sort(byCodeUnit).map((name) => join(folder, name));

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function sizeOf(path: string): number {
  const state = lstatSync(path);
  if (!state.isDirectory()) return state.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
