/**
 * The journal of a run: one JSON object a line, appended and never changed. It tells a person what happened; no result
 * depends on it. Each line ends in a digest over the line and the digest of the line before it, so that a line cannot be
 * changed, taken out or put in without a trace. A process that dies while it writes leaves a torn line at the end.
 */
import { closeSync, fsyncSync, ftruncateSync, lstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { sha256 } from '../../schemas/canonical.ts';
import { contract, contractProblemText, sha256Schema } from '../../schemas/contract.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { makeFolder } from '../util/make-folder.ts';
import { isOdd, readOwnFile } from '../util/own-file.ts';
import { isDiskFull, unlessRefused } from '../util/system-error.ts';
import { catchDiskFull } from './disk-full.ts';
import { expectFolderName, type Layout } from './layout.ts';
import type { DiskFull, JournalDamaged } from './store-problem.ts';

export interface Journal {
  readonly path: string;
  /** Appends one line with a single write. Values that JSON cannot hold are the caller's mistake. */
  append(event: JournalEvent): Result<null, DiskFull>;
  /** Flushes the file and closes it. */
  close(): void;
}

export type JournalEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface JournalContent {
  /** In the order written, without their digests. */
  readonly events: readonly JournalEvent[];
  /** Lines that are not what was written; after the first, nothing is believed. */
  readonly problems: readonly JournalDamaged[];
  /** Whether the last line was cut off by a crash or a full disk. */
  readonly isTorn: boolean;
}

/** What every line has; the rest depends on its type. */
const lineFormat = contract(
  'line of the journal',
  Type.Object(
    { type: Type.String({ pattern: '^[a-z][a-z-]*$' }), digest: sha256Schema },
    { additionalProperties: Type.Unknown() },
  ),
);

const maxBytes = 2 ** 30;

export const journalPath = (layout: Layout, runId: string): string =>
  join(layout.runs, expectFolderName(runId, 'runId'), 'journal.jsonl');

/** The chain starts with the name of the run, so that one run's journal cannot stand in for another's. */
const chainStart = (runId: string): Sha256 => sha256(`journal of ${runId}`);

export function openJournal(layout: Layout, runId: string): Journal {
  const path = journalPath(layout, runId);
  makeFolder(dirname(path));
  let { digest, length } = endOfChain(path, runId);
  const file = openSync(path, 'a');
  // What an earlier process did not finish must not swallow the first line of this one.
  ftruncateSync(file, length);
  return {
    path,
    append: (event) => {
      const own = chained(digest, event);
      const line = Buffer.from(`${JSON.stringify({ ...event, digest: own })}\n`);
      const written = catchDiskFull(path, line.length, () => writeSync(file, line));
      if (written.ok && written.value === line.length) {
        digest = own;
        length += line.length;
        return ok(null);
      }
      unlessRefused(() => ftruncateSync(file, length));
      return fail({ reason: 'disk-full', path, neededBytes: line.length });
    },
    close: () => {
      try {
        fsyncSync(file);
      } catch (error) {
        if (!isDiskFull(error)) throw error;
      } finally {
        closeSync(file);
      }
    },
  };
}

export function readJournal(layout: Layout, runId: string): JournalContent | undefined {
  const path = journalPath(layout, runId);
  const content = readOwnFile(path, maxBytes);
  if (content === undefined) return undefined;
  if (isOdd(content)) {
    const problem = { reason: 'journal-damaged' as const, path, line: 1, detail: `is in ${content.odd}` };
    return { events: [], problems: [problem], isTorn: false };
  }
  return readLines(path, runId, content.toString('utf8'));
}

function readLines(path: string, runId: string, text: string): JournalContent {
  const lines = text.split('\n');
  // What follows the last newline was not finished; nothing does when all is well.
  const isTorn = lines.pop() !== '';
  const events: JournalEvent[] = [];
  let digest = chainStart(runId);
  for (const [i, line] of lines.entries()) {
    const read = lineFormat.parse(line);
    const detail = read.ok
      ? read.value.digest === chained(digest, withoutDigest(read.value))
        ? undefined
        : 'has a digest that the line and those before it do not hash to'
      : `is malformed: ${read.failures.map(contractProblemText).join('; ')}`;
    if (!read.ok || detail !== undefined) {
      const problem = { reason: 'journal-damaged' as const, path, line: i + 1, detail: detail ?? '' };
      return { events, problems: [problem], isTorn };
    }
    digest = read.value.digest;
    events.push(withoutDigest(read.value));
  }
  return { events, problems: [], isTorn };
}

/** As the line was written: JSON keeps the order of the fields. */
const chained = (before: Sha256, event: JournalEvent): Sha256 =>
  sha256(`${before}\n${JSON.stringify(event)}`);

function withoutDigest({ digest: _, ...event }: JournalEvent): JournalEvent {
  return event;
}

/** Digest of the last whole line, and the length of the file up to its end. */
function endOfChain(path: string, runId: string): { digest: Sha256; length: number } {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined)
    return { digest: chainStart(runId), length: 0 };
  const text = readFileSync(path);
  const length = text.lastIndexOf(0x0a) + 1;
  const lines = text.subarray(0, length).toString('utf8').split('\n');
  const last = lineFormat.parse(lines.at(-2) ?? '');
  return { digest: last.ok ? last.value.digest : chainStart(runId), length };
}
