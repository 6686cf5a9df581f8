/**
 * Random search with weight sharing on the one-shot model: a uniform choice, loose ends included, for each minibatch;
 * after each epoch random choices are scored, and the best one is what the search would give back.
 * Source: Li and Talwalkar 2019, section 3.2; Zela et al. 2020, section 4, and automl/nasbench-1shot1@cb0f0ec.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { bench1shot1Problem } from '../../space/nasbench1shot1/bench1shot1-counts.ts';
import { toSpec } from '../../space/nasbench1shot1/cell.ts';
import { nasbench1shot1 } from '../../space/nasbench1shot1/space.ts';
import type { CellSpec } from '../../space/nasbench101/spec.ts';
import { stepsPerEpoch } from '../../task/gradient-training.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import {
  type Bench1Shot1Run,
  bench1shot1Shape,
  describeCell,
  type TrainedBench1Shot1,
} from '../bench1shot1/bench1shot1-run.ts';
import { type Candidate, SharedWeights, scoringMinibatches } from '../bench1shot1/shared-weights.ts';
import { epochLine } from '../epoch-line.ts';
import type { RandomWsSettings } from './settings.ts';

/** Fails when no model fits, or training diverges. */
export async function search(
  run: Bench1Shot1Run<RandomWsSettings>,
): Promise<Result<SearchOutcome<CellSpec>, JobFailure>> {
  const { settings, spaceNumber, key } = run;
  const shape = bench1shot1Shape(run);
  const problem = bench1shot1Problem(shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const perEpoch = stepsPerEpoch(run.train, settings.batchSize) + scoringMinibatches(run, settings);
  const { inactiveOperations, epochs, evaluated } = settings;
  const shared = new SharedWeights(run, shape, { inactiveOperations, total: epochs * perEpoch });
  const model: TrainedBench1Shot1 = { network: shared.network, shape, form: 'plain' };
  const space = nasbench1shot1(spaceNumber);
  const paths = draws(split(key, 'paths'));
  const candidates = draws(split(key, 'candidates'));
  let best: Candidate | undefined;
  try {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const trained = await shared.trainEpoch(epoch, () => space.sample(paths));
      if (!trained.ok) return trained;
      best = await shared.best(() => space.sample(candidates), settings);
      const spec = toSpec(spaceNumber, best.cell);
      run.observer.line(epochLine(trained.value, best.tally, describeCell(run, spec, {})));
      await run.onEpoch?.(model, epoch + 1);
    }
    if (!best) return fail({ reason: 'job-refused', message: 'The search has no epoch' });
    await run.onTrained?.(model);
    return ok({
      architecture: toSpec(spaceNumber, best.cell),
      validation: best.tally,
      cost: { multiplyAdds: shared.multiplyAdds, architectures: epochs * evaluated },
    });
  } finally {
    shared.dispose();
  }
}
