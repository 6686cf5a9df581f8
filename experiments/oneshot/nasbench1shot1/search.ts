/** The searches on the one-shot model by the name of their method. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { OneShotMethodSettings } from '../../../schemas/methods.ts';
import { fail, type Result } from '../../../schemas/result.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SearchOutcome } from '../search-run.ts';
import { searchOneShotWithDarts, searchOneShotWithPcDarts } from './darts.ts';
import { searchOneShotWithEnas } from './enas.ts';
import { searchOneShotWithGdas } from './gdas.ts';
import type { OneShotRun } from './one-shot-run.ts';
import { searchOneShotWithSharedWeights } from './random-weight-sharing.ts';

/** Fails for a method that the paper does not run on its one-shot model, and as each method does. */
export async function searchNasbench1shot1(
  run: OneShotRun<OneShotMethodSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const { settings } = run;
  switch (settings.kind) {
    case 'random-ws':
      return searchOneShotWithSharedWeights({ ...run, settings });
    case 'darts':
      return searchOneShotWithDarts({ ...run, settings });
    case 'pc-darts':
      return searchOneShotWithPcDarts({ ...run, settings });
    case 'gdas':
      return searchOneShotWithGdas({ ...run, settings });
    case 'enas':
      return searchOneShotWithEnas({ ...run, settings });
    default:
      return fail({
        reason: 'job-refused',
        message: `The method ${settings.kind} does not run on NAS-Bench-1Shot1`,
      });
  }
}
