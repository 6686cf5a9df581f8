/**
 * DARTS: the operations of every edge are mixed by softmaxed weights, which descend along the validation loss.
 * Source: Liu, Simonyan and Yang, "DARTS: Differentiable Architecture Search", ICLR 2019, and quark0/darts@f276dd3.
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import { discretise } from '../../space/darts-cnn/discretise.ts';
import type { SearchOutcome, SearchRun } from '../../task/image-classification/search-run.ts';
import { AlphaNetwork } from '../alpha-network.ts';
import { nearZero } from '../architecture-parameters.ts';
import { searchGenotypes } from '../genotype-search.ts';
import type { DartsSettings } from './settings.ts';

/** Fails when no network fits the images, or the search diverges. */
export const search = (
  run: SearchRun<DartsSettings>,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> =>
  searchGenotypes(
    run,
    (shape) => new AlphaNetwork(shape, run.key, { start: nearZero, discretise }),
    run.settings.order === 'second' ? 'architecture-ahead' : 'architecture-first',
  );
