/** Gradient-based search for the cells of DARTS. */
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { sizeProblem } from '../model/frame.ts';
import type { NetworkShape } from '../space/darts-cnn/layout.ts';
import { networkShape } from '../space/darts-cnn/layout.ts';
import type { SearchOutcome } from '../task/image-classification/search-run.ts';
import type { Measurement } from '../task/tally.ts';
import {
  type GradientRun,
  type Iteration,
  type RelaxedSearch,
  searchByGradient,
  searchWithoutMeasuring,
} from './gradient-search.ts';
import type { RelaxedNetwork } from './relaxed-network.ts';

type GenotypeSearch = RelaxedSearch<CnnGenotype, RelaxedNetwork<CnnGenotype>>;
type Build = (shape: NetworkShape) => RelaxedNetwork<CnnGenotype>;

/**
 * Fails when no network fits the images, or the search diverges.
 *
 * @param build makes the network that is searched, which this disposes; its shape has no `sizeProblem`
 */
export async function searchGenotypes(
  run: GradientRun,
  build: Build,
  iteration: Iteration,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> {
  const method = genotypeSearch(run, build, { iteration });
  return method.ok ? searchByGradient(run, method.value) : method;
}

export interface GenotypeSteering extends Pick<GenotypeSearch, 'iteration' | 'optimizer'> {
  /** Whether the validation part is measured, after each epoch and in the end. */
  readonly measures: boolean;
}

/** The same, for methods that may train on all images and then have none to measure. */
export async function searchGenotypesOn(
  run: GradientRun,
  build: Build,
  { measures, ...steering }: GenotypeSteering,
): Promise<Result<SearchOutcome<CnnGenotype, Measurement | null>, JobFailure>> {
  const method = genotypeSearch(run, build, steering);
  if (!method.ok) return method;
  return measures ? searchByGradient(run, method.value) : searchWithoutMeasuring(run, method.value);
}

function genotypeSearch(
  run: GradientRun,
  build: Build,
  steering: Pick<GenotypeSearch, 'iteration' | 'optimizer'>,
): Result<GenotypeSearch, JobFailure> {
  const shape = networkShape(run.traits, run.settings);
  const problem = sizeProblem(shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  return ok({
    ...steering,
    build: () => build(shape),
    describe: ({ architecture, parameters }) => ({ genotype: { ...architecture }, ...parameters }),
  });
}
