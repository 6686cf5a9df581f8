/** What jobs print during a run: one file for each that prints, in the folder of the run. No result depends on it. */
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobKey } from '../../schemas/ids.ts';
import { makeFolder } from '../util/make-folder.ts';
import { unlessRefused } from '../util/system-error.ts';
import { expectFolderName, layoutOf } from './layout.ts';

/** A job that prints more has told enough. */
const mostLogBytes = 4 * 2 ** 20;

export const jobLogFile = (storeRoot: string, runId: string, key: JobKey): string =>
  join(layoutOf(storeRoot).runs, expectFolderName(runId, 'runId'), 'logs', `${key}.log`);

/** Appends what is printed. What the disk refuses is not kept, and ends no job. */
export function jobLogs(storeRoot: string, runId: string): (key: JobKey, text: string) => void {
  const written = new Map<JobKey, number>();
  return (key, text) => {
    const before = written.get(key);
    if (before !== undefined && before >= mostLogBytes) return;
    const after = (before ?? 0) + Buffer.byteLength(text);
    written.set(key, after);
    const path = jobLogFile(storeRoot, runId, key);
    unlessRefused(() => {
      if (before === undefined) makeFolder(dirname(path));
      appendFileSync(
        path,
        after < mostLogBytes ? text : `${text}\n[what it printed after this is not kept]\n`,
      );
    });
  };
}
