/** What a job printed in its latest run. */
import { isUtf8 } from 'node:buffer';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { jobLogFile } from '../../store/job-logs.ts';
import { findInRuns } from '../../study/job-in-runs.ts';
import { endOfOwnFile } from '../../util/own-file.ts';
import { unlessRefused } from '../../util/system-error.ts';
import type { LogAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem } from '../asked.ts';
import type { PageData } from '../page-data.ts';

/** Of the end of a log. */
const mostBytes = 256 * 1024;

export function logView(data: PageData, url: URL): Result<LogAnswer, PageProblem> {
  const job = parameter(url, 'job');
  if (!job.ok) return fail(...job.failures);
  const store = data.store();
  const found = findInRuns(store, job.value);
  if (found === undefined)
    return fail(
      problem(
        404,
        `expected a job that a run of this store has begun, found nothing called "${job.value}"`,
        'what was imported, or found in the store, has printed nothing here',
      ),
    );
  const { runId, key, label } = found;
  const end = unlessRefused(() => endOfOwnFile(jobLogFile(store.root, runId, key), mostBytes));
  const bytes = end ?? Buffer.alloc(0);
  const isCut = bytes.length === mostBytes;
  return ok({ runId, label, isCut, text: isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1') });
}
