/**
 * Gradient-based search on the one-shot model. automl/nasbench-1shot1@cb0f0ec steps on the architecture
 * first, in GDAS as well, and its trajectory has the architecture before each epoch. Source: Zela et al. 2020, sections 3.2 and 4, and that code.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, type Result } from '../../../schemas/result.ts';
import { type Bench1Shot1Shape, bench1shot1Problem } from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import type { BilevelOptions } from '../bilevel/bilevel-optimizer.ts';
import { type Iteration, searchByGradient } from '../gradient-search.ts';
import type { ArchitectureStepSettings, SharedWeightsSettings } from '../settings.ts';
import { type Bench1Shot1Run, describeCell } from './bench1shot1-run.ts';
import type { RelaxedBench1Shot1 } from './relaxed-bench1shot1.ts';

/**
 * Fails when no model fits, or the search diverges.
 *
 * @param build makes the model that is searched, which this disposes
 */
export async function searchBench1Shot1ByGradient(
  run: Bench1Shot1Run<SharedWeightsSettings & ArchitectureStepSettings>,
  shape: Bench1Shot1Shape,
  build: () => RelaxedBench1Shot1,
  iteration: Iteration,
  options: BilevelOptions = {},
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const problem = bench1shot1Problem(shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  return searchByGradient(run, {
    build,
    iteration,
    describesStart: true,
    optimizer: options,
    describe: ({ architecture, parameters }) => describeCell(run, architecture, parameters),
    onEpoch: async ({ network }, epoch) => run.onEpoch?.({ network, shape, form: 'normalised' }, epoch),
    onTrained: async ({ network }) => run.onTrained?.({ network, shape, form: 'normalised' }),
  });
}
