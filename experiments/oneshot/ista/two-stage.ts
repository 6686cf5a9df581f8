/**
 * Two-stage ISTA-NAS: the search alternates between the compressed variables, on validation minibatches, and the
 * weights of a small network; the genotype found is trained from scratch later on.
 * Source: Yang et al. 2020, and iboing/ISTA-NAS@226e49f (search on CIFAR-10).
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { cosineAnneal } from '../../engine/index.ts';
import { stepsPerEpoch } from '../../task/gradient-training.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import { type IstaRun, SparseTraining } from './sparse-training.ts';
import { record } from './trajectory.ts';

export async function searchInTwoStages(
  run: IstaRun,
): Promise<Result<SearchOutcome<CnnGenotype>, JobFailure>> {
  const { settings, validation } = run;
  const training = new SparseTraining(run, 'search', minibatches(run));
  try {
    const { codes } = training;
    codes.adopt(await codes.recover());
    const batches = training.endless(validation);
    for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
      const { learningRate: start, learningRateMin: end } = settings;
      const learningRate = cosineAnneal(start, end, epoch, settings.epochs);
      const moveCodes = () => training.moveCodes(batches.next().value, epoch);
      const trained = await training.epoch({
        epoch,
        part: run.train,
        learningRate,
        statistics: 'batch',
        dropPath: 0,
        movesCodes: false,
        ...(epoch >= settings.warmUpEpochs ? { before: moveCodes } : {}),
      });
      if (!trained.ok) return trained;
      const measured = await training.measure(validation, 'batch');
      codes.adopt(await codes.recover());
      await record(run, codes, {
        phase: 'search',
        epoch: epoch + 1,
        learningRate,
        train: trained.value,
        validation: measured,
      });
    }
    return ok({
      architecture: codes.genotype,
      // The last recovery may have brought in operations that running statistics do not know: each minibatch is
      // normalised by itself, as while searching.
      validation: await training.measure(validation, 'batch'),
      cost: { multiplyAdds: training.multiplyAdds, architectures: 1 },
    });
  } finally {
    training.dispose();
  }
}

/** Steps of weights and of compressed variables, a pass over the validation part each epoch and one at the end. */
function minibatches({ settings, train, validation }: IstaRun): number {
  const { epochs, batchSize, warmUpEpochs } = settings;
  const steps = stepsPerEpoch(train, batchSize) * (epochs + Math.max(0, epochs - warmUpEpochs));
  return steps + stepsPerEpoch(validation, batchSize) * (epochs + 1);
}
