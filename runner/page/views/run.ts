/** A run as it is now, once; `follow-run.ts` tells it again and again. */
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { RunAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem } from '../asked.ts';
import type { PageData } from '../page-data.ts';
import { RunView } from '../run-view.ts';

export function runView(data: PageData, url: URL, now: () => number): Result<RunAnswer, PageProblem> {
  const run = openRun(data, url);
  return run.ok ? ok(run.value.look(now())) : run;
}

export function openRun(data: PageData, url: URL): Result<RunView, PageProblem> {
  const id = parameter(url, 'run');
  if (!id.ok) return fail(...id.failures);
  const store = data.store();
  if (!store.runs().includes(id.value))
    return fail(
      problem(
        404,
        `expected a run of the store, found none called "${id.value}"`,
        'the first page lists the runs',
      ),
    );
  return ok(new RunView(store, id.value));
}
