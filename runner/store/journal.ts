/**
 * The journal of a run: one JSON object a line, appended and never changed. It tells a person what happened; no
 * result depends on it. A process that dies while it writes leaves a torn line, which readers skip.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { isDiskFull, unlessMissing } from '../util/system-error.ts';
import { catchDiskFull } from './disk-full.ts';
import { expectFolderName, type Layout } from './layout.ts';
import type { DiskFull } from './store-problem.ts';

export interface Journal {
  readonly path: string;
  /** Appends one line with a single write. Values that JSON cannot hold are the caller's mistake. */
  append(event: object): Result<null, DiskFull>;
  /** Flushes the file and closes it. */
  close(): void;
}

export interface JournalContent {
  /** In the order written. */
  readonly events: readonly unknown[];
  /** Lines that were cut off by a crash or a full disk. */
  readonly tornLines: number;
}

const journalPath = (layout: Layout, runId: string): string =>
  join(layout.runs, expectFolderName(runId, 'runId'), 'journal.jsonl');

export function openJournal(layout: Layout, runId: string): Journal {
  const path = journalPath(layout, runId);
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  // A line that an earlier process did not finish must not swallow the first one of this process.
  let isTorn = endsInsideLine(file);
  return {
    path,
    append: (event) => {
      const line = Buffer.from(`${isTorn ? '\n' : ''}${JSON.stringify(event)}\n`);
      const written = catchDiskFull(path, line.length, () => writeSync(file, line));
      if (written.ok && written.value === line.length) {
        isTorn = false;
        return ok(null);
      }
      isTorn ||= written.ok;
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
  const text = unlessMissing(() => readFileSync(journalPath(layout, runId), 'utf8'));
  if (text === undefined) return undefined;
  const events: unknown[] = [];
  let tornLines = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      events.push(JSON.parse(line));
    } catch {
      tornLines += 1;
    }
  }
  return { events, tornLines };
}

function endsInsideLine(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString('latin1') !== '\n';
}
