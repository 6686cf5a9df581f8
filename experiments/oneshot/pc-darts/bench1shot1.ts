/**
 * PC-DARTS on the one-shot model of NAS-Bench-1Shot1. It has no further normalisation of edges: the model's weights of
 * inputs and outputs are one. Source: Zela et al. 2020, section 4, and automl/nasbench-1shot1@cb0f0ec.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import { searchOneShotByGradient } from '../nasbench1shot1/gradient-search.ts';
import { type OneShotRun, oneShotShape } from '../nasbench1shot1/one-shot-run.ts';
import { RelaxedOneShot } from '../nasbench1shot1/relaxed-one-shot.ts';
import type { SearchOutcome } from '../search-run.ts';
import type { PcDartsSettings } from './settings.ts';

/** Fails when no model fits, or the search diverges. */
export function search(
  run: OneShotRun<PcDartsSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const shape = oneShotShape(run, run.settings.partialChannels);
  return searchOneShotByGradient(run, shape, () => new RelaxedOneShot(shape, run.key), 'architecture-first');
}
