/** The record of a job by its key or artifact id: also of trials, which are in no graph. */
import { isSha256, toJobKey } from '../../../schemas/ids.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { failureText } from '../../log/failure-text.ts';
import { findJob } from '../../trace/find-job.ts';
import { findJobText } from '../../trace/find-job-text.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { RecordAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem, problemOfText } from '../asked.ts';
import type { PageData } from '../page-data.ts';
import { recordAnswer } from './job-record.ts';

export function recordView(data: PageData, url: URL): Result<RecordAnswer, PageProblem> {
  const key = parameter(url, 'key');
  if (!key.ok) return fail(...key.failures);
  const store = data.store();
  const looked = isSha256(key.value) ? store.look(toJobKey(key.value)) : undefined;
  if (typeof looked === 'string')
    return fail(
      problem(
        404,
        `the record of ${key.value} ${looked}`,
        '`reprise fsck` says more; the next run computes it again',
      ),
    );
  if (looked !== undefined) return ok(recordAnswer(looked, store));
  const found = findJob(store, key.value, undefined);
  if (!found.ok) return fail(problemOfText(404, findJobText(onlyFailure(found.failures), false)));
  const { record, failed } = found.value;
  return record === undefined
    ? fail(problem(404, `${failed.label} failed: ${failureText(failed.failure)}`, 'run it again'))
    : ok(recordAnswer(record, store));
}
