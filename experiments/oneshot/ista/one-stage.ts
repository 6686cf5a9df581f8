/**
 * One-stage ISTA-NAS: the search happens in the network that is kept. Compressed variables and weights move by the same
 * gradient on all training images; a node whose sparse vector comes to rest is frozen; when all are, training goes on for
 * one more epoch at the same rate, and then to the end.
 * Source: Yang et al. 2020, and iboing/ISTA-NAS@226e49f.
 */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { ImagePart } from '../../data/part.ts';
import { cosineAnneal } from '../../engine/index.ts';
import { dropPathAt } from '../../model/drop-path.ts';
import { countNetwork } from '../../space/darts-cnn/counts.ts';
import { networkShape } from '../../space/darts-cnn/layout.ts';
import { stepsPerEpoch } from '../../task/gradient-training.ts';
import type { SearchOutcome } from '../../task/image-classification/search-run.ts';
import type { Tally } from '../../task/tally.ts';
import { allImages } from '../all-images.ts';
import type { SparseCodes } from './sparse-codes.ts';
import { type IstaRun, SparseTraining } from './sparse-training.ts';
import { record } from './trajectory.ts';

export async function searchInOneStage(
  run: IstaRun,
): Promise<Result<SearchOutcome<CnnGenotype, Tally | null>, JobFailure>> {
  const { settings, validation } = run;
  const part = settings.images === 'all' ? allImages(run) : run.train;
  const heldOutSteps = settings.images === 'all' ? 0 : stepsPerEpoch(validation, settings.batchSize);
  const epochs = settings.epochs + settings.finalEpochs;
  const total = epochs * stepsPerEpoch(part, settings.batchSize) + heldOutSteps;
  const training = new SparseTraining(run, 'target', total);
  try {
    const searched = await searchUntilFrozen(run, training, part);
    if (!searched.ok) return searched;
    const finished = await finish(run, training, part, searched.value);
    if (!finished.ok) return finished;
    return ok({
      architecture: training.codes.genotype,
      validation: settings.images === 'all' ? null : await training.measure(validation, 'running'),
      cost: { multiplyAdds: training.multiplyAdds, architectures: 1 },
    });
  } finally {
    training.dispose();
  }
}

/**
 * At a constant learning rate. Nodes that still move after `epochs` epochs are frozen as they are.
 *
 * @returns the number of epochs it took
 */
async function searchUntilFrozen(
  run: IstaRun,
  training: SparseTraining,
  part: ImagePart,
): Promise<Result<number, JobFailure>> {
  const { settings } = run;
  const { codes } = training;
  codes.adopt(await codes.recover());
  let epoch = 0;
  for (let atRest = false; epoch < settings.epochs && !atRest; epoch += 1) {
    // One epoch follows the one after which all nodes were frozen.
    atRest = codes.allFrozen;
    const { learningRate } = settings;
    const trained = await training.epoch({
      epoch,
      part,
      learningRate,
      statistics: 'track',
      dropPath: 0,
      movesCodes: epoch >= settings.warmUpEpochs,
    });
    if (!trained.ok) return trained;
    // Before the compressed variables move there is nothing to come to rest.
    const settles = !atRest && epoch >= settings.warmUpEpochs;
    const rejected = settles && !settle(run, codes, await codes.recover());
    await record(run, codes, {
      phase: 'search',
      epoch: epoch + 1,
      learningRate,
      train: trained.value,
      rejected,
    });
  }
  for (const code of codes.nodes) code.freeze();
  return ok(epoch);
}

/**
 * Takes over what was recovered and freezes the nodes at rest.
 *
 * @param solutions one x for each node
 * @returns false when their genotype makes too large a network: then no node takes over its x, but those at rest are
 * frozen all the same, with the one they have
 */
export function settle(
  { settings, traits }: Pick<IstaRun, 'settings' | 'traits'>,
  codes: SparseCodes,
  solutions: readonly Float64Array[],
): boolean {
  const { parameters } = countNetwork(codes.genotypeFor(solutions), networkShape(traits, settings));
  const rejected = settings.maxParameters > 0 && parameters >= settings.maxParameters;
  const atRest = codes.nodes.map(({ x }, i) => distance(x, solutions[i] ?? x) <= settings.freezeTolerance);
  if (!rejected) codes.adopt(solutions);
  codes.nodes.forEach((code, i) => {
    if (atRest[i]) code.freeze();
  });
  return !rejected;
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) * (value - (b[i] ?? 0)), 0));
}

/** The cosine schedule and drop path, from the weights that the search left. */
async function finish(
  run: IstaRun,
  training: SparseTraining,
  part: ImagePart,
  before: number,
): Promise<Result<null, JobFailure>> {
  const { learningRate: start, learningRateMin: end, finalEpochs, dropPath } = run.settings;
  for (let epoch = 0; epoch < finalEpochs; epoch += 1) {
    const learningRate = cosineAnneal(start, end, epoch, finalEpochs);
    const trained = await training.epoch({
      epoch: before + epoch,
      part,
      learningRate,
      statistics: 'track',
      dropPath: dropPathAt(dropPath, epoch, finalEpochs),
      movesCodes: false,
    });
    if (!trained.ok) return trained;
    await record(run, training.codes, {
      phase: 'final',
      epoch: before + epoch + 1,
      learningRate,
      train: trained.value,
    });
  }
  return ok(null);
}
