/** Gradient-based search for the cells of DARTS. */
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, type Result } from '../../schemas/result.ts';
import { sizeProblem } from '../model/frame.ts';
import type { NetworkShape } from '../space/darts-cnn/layout.ts';
import { networkShape } from '../space/darts-cnn/layout.ts';
import type { SearchOutcome } from '../task/image-classification/search-run.ts';
import { type GradientRun, type Iteration, searchByGradient } from './gradient-search.ts';
import type { RelaxedNetwork } from './relaxed-network.ts';

/**
 * Fails when no network fits the images, or the search diverges.
 *
 * @param build makes the network that is searched, which this disposes; its shape has no `sizeProblem`
 */
export async function searchGenotypes(
  run: GradientRun,
  build: (shape: NetworkShape) => RelaxedNetwork<CnnGenotype>,
  iteration: Iteration,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> {
  const shape = networkShape(run.traits, run.settings);
  const problem = sizeProblem(shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  return searchByGradient(run, {
    build: () => build(shape),
    iteration,
    describe: ({ architecture, parameters }) => ({ genotype: { ...architecture }, ...parameters }),
  });
}
