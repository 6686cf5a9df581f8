/**
 * DARTS and PC-DARTS on the one-shot model. PC-DARTS has no further normalisation of edges: the model's weights of
 * inputs and outputs are one. Source: Zela et al. 2020, section 4, and automl/nasbench-1shot1@cb0f0ec.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { DartsSettings, PcDartsSettings } from '../../../schemas/methods.ts';
import type { Result } from '../../../schemas/result.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import type { SearchOutcome } from '../search-run.ts';
import { searchOneShotByGradient } from './gradient-search.ts';
import { type OneShotRun, oneShotShape } from './one-shot-run.ts';
import { RelaxedOneShot } from './relaxed-one-shot.ts';

type Outcome = Promise<Result<SearchOutcome<CellSpec>, JobFailure>>;

/** Fails when no model fits, or the search diverges. */
export function searchOneShotWithDarts(run: OneShotRun<DartsSettings>): Outcome {
  const shape = oneShotShape(run);
  const iteration = run.settings.order === 'second' ? 'architecture-ahead' : 'architecture-first';
  return searchOneShotByGradient(run, shape, () => new RelaxedOneShot(shape, run.key), iteration);
}

/** Fails when no model fits, or the search diverges. */
export function searchOneShotWithPcDarts(run: OneShotRun<PcDartsSettings>): Outcome {
  const shape = oneShotShape(run, run.settings.partialChannels);
  return searchOneShotByGradient(run, shape, () => new RelaxedOneShot(shape, run.key), 'architecture-first');
}
