/**
 * PC-DARTS on the one-shot model of NAS-Bench-1Shot1. It has no further normalisation of edges: the model's weights of
 * inputs and outputs are one. Source: Zela et al. 2020, section 4, and automl/nasbench-1shot1@cb0f0ec.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { Result } from '../../../schemas/result.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import { type Bench1Shot1Run, bench1shot1Shape } from '../bench1shot1/bench1shot1-run.ts';
import { searchBench1Shot1ByGradient } from '../bench1shot1/gradient-search.ts';
import { RelaxedBench1Shot1 } from '../bench1shot1/relaxed-bench1shot1.ts';
import type { PcDartsSettings } from './settings.ts';

/** Fails when no model fits, or the search diverges. */
export function search(
  run: Bench1Shot1Run<PcDartsSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const shape = bench1shot1Shape(run, run.settings.partialChannels);
  return searchBench1Shot1ByGradient(
    run,
    shape,
    () => new RelaxedBench1Shot1(shape, run.key),
    'architecture-first',
  );
}
