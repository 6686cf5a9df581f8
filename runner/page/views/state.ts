/** How far a manifest is, profile by profile. */
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { experimentState } from '../../study/experiment-state.ts';
import { type PageProblem, parameter } from '../asked.ts';
import type { PageData } from '../page-data.ts';

export async function stateView(data: PageData, url: URL): Promise<Result<unknown, PageProblem>> {
  const id = parameter(url, 'id');
  if (!id.ok) return fail(...id.failures);
  const opened = await data.open(id.value, url.searchParams.get('profile') ?? 'base');
  if (!opened.ok) return fail(...opened.failures);
  const { experiment, plan, once } = opened.value;
  return ok(once('state', () => experimentState(experiment, plan())));
}
