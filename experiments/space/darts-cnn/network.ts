/** Trains the evaluation network of one convolutional genotype from scratch. */
import { add, mul, scalar } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import { dropPathAt } from '../../model/drop-path.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { EvaluationNetwork, networkProblem } from '../../model/evaluation-network.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { evaluatePart } from '../../task/evaluate.ts';
import { type Forward, stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import {
  betterOf,
  type Continuation,
  encodeTraining,
  restoreTraining,
  standsAlone,
  stintOf,
} from '../../task/image-classification/continuation.ts';
import type { TrainingSettings } from '../../task/image-classification/settings.ts';
import type {
  ImageSpace,
  ImageTraining,
  MeasuredParts,
  TrainedImages,
} from '../../task/image-classification/space.ts';
import { dartsCnnConfig } from './config.ts';
import { countNetwork } from './counts.ts';
import { type NetworkShape, networkShape } from './layout.ts';
import { dartsCnn } from './space.ts';

/** Without a continuation it stands alone. */
type DiscreteTraining = Omit<ImageTraining<CnnGenotype>, 'keepsWeights' | 'continuation'> &
  Partial<Pick<ImageTraining<CnnGenotype>, 'continuation'>>;

interface TrainedNetwork extends Omit<TrainedImages, 'weights'> {
  /** The caller disposes it. */
  readonly network: EvaluationNetwork;
}

/** Minibatch size when measuring with running statistics, where it has no effect on a prediction. */
const measuringBatchSize = 100;

/** Minibatches of `trainNetwork`, for progress. */
function minibatches(
  settings: TrainingSettings,
  { train, measured }: MeasuredParts,
  continuation: Continuation,
): number {
  const { epochs, measurements } = stintOf(settings, continuation);
  return (
    epochs * stepsPerEpoch(train, settings.batchSize) +
    measurements * stepsPerEpoch(measured, measuringBatchSize)
  );
}

/** Trains a genotype's network, from scratch or from where an earlier training ended, and measures it. */
export async function trainNetwork(run: DiscreteTraining): Promise<Result<TrainedNetwork, JobFailure>> {
  const { genotype, settings, traits, continuation = standsAlone(settings) } = run;
  const { from, scheduleEpochs, objective, keepsCheckpoint } = continuation;
  const shape = networkShape(traits, settings);
  const problem = networkProblem(shape, settings.auxiliaryWeight > 0, settings.stem);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const network = new EvaluationNetwork(genotype, shape, {
    key: split(run.key, 'weights'),
    auxiliary: settings.auxiliaryWeight > 0,
    stem: settings.stem,
  });
  const measure = () =>
    evaluatePart((images) => network.run(images, { statistics: 'running' }).logits, run.measured, traits, {
      batchSize: measuringBatchSize,
      onStep: run.onMinibatch,
    });
  const start = from && restoreTraining(network, from);
  let best = from?.best ?? null;
  let checkpoint: Uint8Array | undefined;
  let seen = 0;
  const trained = await trainByGradient({
    parameters: network.parameters,
    settings,
    traits,
    part: run.train,
    key: run.key,
    forward: trainingForward(network, run, scheduleEpochs),
    onStep: (examples) => {
      seen += examples;
      run.onMinibatch();
    },
    onEpoch: run.onEpoch,
    scheduleEpochs,
    ...(start ? { start } : {}),
    afterEpoch: async ({ epochs, velocities }) => {
      const after = await run.afterEpoch?.(epochs, measure);
      if (after?.ok === false) return after;
      if (objective === 'best-so-far') {
        const measured = await measure();
        if (!measured.ok) return measured;
        best = betterOf(best, measured.value.measurement);
      }
      if (keepsCheckpoint && epochs === settings.epochs) {
        checkpoint = await encodeTraining(network, velocities, { epochs, best });
      }
      return ok(null);
    },
  });
  if (!trained.ok) {
    network.dispose();
    return charged(trained.failures, 3 * multiplyAddsWhileTraining(run, shape) * seen);
  }
  const measured = best ? ok(best) : await measure();
  if (!measured.ok) {
    network.dispose();
    return measured;
  }
  const multiplyAdds = multiplyAddsOf(run, shape, continuation);
  return ok({ network, measured: measured.value, multiplyAdds, ...(checkpoint ? { checkpoint } : {}) });
}

/** Cross-entropy to smoothed labels, plus the weighted one of the auxiliary head; drop path rises with the epoch. */
function trainingForward(
  network: EvaluationNetwork,
  { settings, key }: DiscreteTraining,
  scheduleEpochs: number,
) {
  let dropping = { epoch: -1, draws: draws(key) };
  return (
    ...[images, labels, epoch]: Parameters<Parameters<typeof trainByGradient>[0]['forward']>
  ): Forward => {
    if (dropping.epoch !== epoch) dropping = { epoch, draws: draws(split(key, 'drop-path', epoch)) };
    const { logits, auxiliaryLogits } = network.run(images, {
      statistics: 'track',
      auxiliary: true,
      dropPath: {
        probability: dropPathAt(settings.dropPath, epoch, scheduleEpochs),
        draws: dropping.draws,
      },
    });
    const smoothing = { labelSmoothing: settings.labelSmoothing };
    const loss = softmaxCrossEntropy(logits, labels, smoothing);
    if (!auxiliaryLogits) return { loss, logits };
    const auxiliaryLoss = softmaxCrossEntropy(auxiliaryLogits, labels, smoothing);
    return { loss: add(loss, mul(auxiliaryLoss, scalar(settings.auxiliaryWeight))), logits };
  };
}

function multiplyAddsOf(run: DiscreteTraining, shape: NetworkShape, continuation: Continuation): number {
  const { genotype, settings, train, measured } = run;
  const { multiplyAdds } = countNetwork(genotype, shape, settings.stem);
  const { epochs, measurements } = stintOf(settings, continuation);
  const trained = 3 * multiplyAddsWhileTraining(run, shape) * epochs * train.indices.length;
  return trained + multiplyAdds * measurements * measured.indices.length;
}

/** Of one forward pass of one image, with the auxiliary head. */
function multiplyAddsWhileTraining({ genotype, settings }: DiscreteTraining, shape: NetworkShape): number {
  const { multiplyAdds, auxiliary } = countNetwork(genotype, shape, settings.stem);
  return multiplyAdds + (settings.auxiliaryWeight > 0 ? auxiliary.multiplyAdds : 0);
}

export const images: ImageSpace<CnnGenotype> = {
  name: 'darts-cnn',
  withNone: { variation: dartsCnn('with-none'), config: dartsCnnConfig('with-none') },
  // All genotypes fit where one does.
  networkProblem: () => undefined,
  // The stem for photographs reads them at half the height and width, with half the channels; maps are smaller after it.
  firstMaps: ({ height, width }, { initialChannels, stem }) =>
    stem === 'imagenet'
      ? { height: Math.ceil(height / 2), width: Math.ceil(width / 2), channels: initialChannels / 2 }
      : { height, width, channels: initialChannels },
  model: (genotype, traits, settings) => {
    // The count of the auxiliary head, which comes with it, is no part of the evaluated network.
    const { parameters, multiplyAdds } = countNetwork(
      genotype,
      networkShape(traits, settings),
      settings.stem,
    );
    return { parameters, multiplyAdds };
  },
  continues: true,
  minibatches,
  async train({ genotype, keepsWeights, ...run }) {
    const trained = await trainNetwork({ ...run, genotype });
    if (!trained.ok) return trained;
    const { network, ...rest } = trained.value;
    const kept = [...network.parameters, ...network.statistics];
    const weights = keepsWeights ? await encodeWeights(kept) : undefined;
    network.dispose();
    return ok({ ...rest, weights });
  },
};
