/** Trains the evaluation network of one convolutional genotype from scratch. */
import { add, mul, scalar } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { ImagePart } from '../../data/part.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import { dropPathAt } from '../../model/drop-path.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { EvaluationNetwork, networkProblem } from '../../model/evaluation-network.ts';
import { draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { evaluatePart } from '../../task/evaluate.ts';
import { type Forward, stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import type { TrainingSettings } from '../../task/image-classification/settings.ts';
import type { ImageSpace, ImageTraining, TrainedImages } from '../../task/image-classification/space.ts';
import { dartsCnnConfig } from './config.ts';
import { countNetwork } from './counts.ts';
import { type NetworkShape, networkShape } from './layout.ts';
import { dartsCnn } from './space.ts';

type DiscreteTraining = Omit<ImageTraining<CnnGenotype>, 'keepsWeights'>;

interface TrainedNetwork extends Omit<TrainedImages, 'weights'> {
  /** The caller disposes it. */
  readonly network: EvaluationNetwork;
}

/** Minibatch size when measuring with running statistics, where it has no effect on a prediction. */
const measuringBatchSize = 100;

/** Minibatches of `trainNetwork`, for progress. */
const minibatches = (settings: TrainingSettings, train: ImagePart, measured: ImagePart): number =>
  settings.epochs * stepsPerEpoch(train, settings.batchSize) + stepsPerEpoch(measured, measuringBatchSize);

/** Trains a genotype's network from scratch and measures it. */
export async function trainNetwork(run: DiscreteTraining): Promise<Result<TrainedNetwork, JobFailure>> {
  const { genotype, settings, traits } = run;
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
  let seen = 0;
  const trained = await trainByGradient({
    parameters: network.parameters,
    settings,
    traits,
    part: run.train,
    key: run.key,
    forward: trainingForward(network, run),
    onStep: (examples) => {
      seen += examples;
      run.onMinibatch();
    },
    onEpoch: run.onEpoch,
    afterEpoch: async (epoch) => (await run.afterEpoch?.(epoch, measure)) ?? ok(null),
  });
  if (!trained.ok) {
    network.dispose();
    return charged(trained.failures, 3 * multiplyAddsWhileTraining(run, shape) * seen);
  }
  const measured = await measure();
  if (!measured.ok) {
    network.dispose();
    return measured;
  }
  return ok({ network, measured: measured.value, multiplyAdds: multiplyAddsOf(run, shape) });
}

/** Cross-entropy to smoothed labels, plus the weighted one of the auxiliary head; drop path rises with the epoch. */
function trainingForward(network: EvaluationNetwork, { settings, key }: DiscreteTraining) {
  let dropping = { epoch: -1, draws: draws(key) };
  return (
    ...[images, labels, epoch]: Parameters<Parameters<typeof trainByGradient>[0]['forward']>
  ): Forward => {
    if (dropping.epoch !== epoch) dropping = { epoch, draws: draws(split(key, 'drop-path', epoch)) };
    const { logits, auxiliaryLogits } = network.run(images, {
      statistics: 'track',
      auxiliary: true,
      dropPath: {
        probability: dropPathAt(settings.dropPath, epoch, settings.epochs),
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

function multiplyAddsOf(run: DiscreteTraining, shape: NetworkShape): number {
  const { genotype, settings, train, measured } = run;
  const { multiplyAdds } = countNetwork(genotype, shape, settings.stem);
  const trained = 3 * multiplyAddsWhileTraining(run, shape) * settings.epochs * train.indices.length;
  return trained + multiplyAdds * measured.indices.length;
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
  minibatches,
  async train({ genotype, keepsWeights, ...run }) {
    const trained = await trainNetwork({ ...run, genotype });
    if (!trained.ok) return trained;
    const { network, measured, multiplyAdds } = trained.value;
    const kept = [...network.parameters, ...network.statistics];
    const weights = keepsWeights ? await encodeWeights(kept) : undefined;
    network.dispose();
    return ok({ measured, multiplyAdds, weights });
  },
};
