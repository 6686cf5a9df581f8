/** The search of a method on the one-shot model. */

import type { Bench1Shot1Run } from '../../../experiments/oneshot/bench1shot1/bench1shot1-run.ts';
import type { SharedWeightsSettings } from '../../../experiments/oneshot/settings.ts';
import { loadMethod } from '../../../experiments/registry/load-method.ts';
import type { CellSpec } from '../../../experiments/space/nasbench101/spec.ts';
import type { SearchOutcome } from '../../../experiments/task/image-classification/search-run.ts';
import type { SpaceName } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { MethodSettings } from '../../../schemas/manifest.ts';
import { fail, type Result } from '../../../schemas/result.ts';

export type Bench1Shot1MethodSettings = SharedWeightsSettings & MethodSettings;

/** Fails for a method that the paper does not run on its one-shot model, and as each method does. */
export async function searchNasbench1shot1(
  run: Bench1Shot1Run<Bench1Shot1MethodSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const method = await loadMethod(run.settings.kind);
  const form = method?.form === 'weight-sharing' ? method.tasks['image-classification'] : undefined;
  const space: SpaceName = `nasbench1shot1-${run.spaceNumber}`;
  const load = form?.searches[space];
  if (!load) {
    const message = `The method ${run.settings.kind} does not run on NAS-Bench-1Shot1`;
    return fail({ reason: 'job-refused', message });
  }
  const { search } = await load();
  return (await search(run)) as Result<SearchOutcome<CellSpec>, JobFailure>;
}
