/** The networks of NASNet genotypes for images: their size, and their training from scratch. */
import { add, mul, scalar } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { NasnetNetwork } from '../../model/nasnet/network.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { evaluatePart } from '../../task/evaluate.ts';
import { type Forward, stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import type { TrainingSettings } from '../../task/image-classification/settings.ts';
import type {
  ImageSpace,
  ImageTraining,
  MeasuredParts,
  TrainedImages,
} from '../../task/image-classification/space.ts';
import { countNasnet } from './counts.ts';
import type { NasnetGenotype } from './genotype.ts';
import { nasnetProblem } from './network-problem.ts';
import { nasnetShape, stemMaps } from './plan-network.ts';

type Training = ImageTraining<NasnetGenotype>;

/** Minibatch size when measuring with running statistics, where it has no effect on a prediction. */
const measuringBatchSize = 100;

async function trainNetwork(run: Training): Promise<Result<TrainedImages, JobFailure>> {
  const { settings, traits, key } = run;
  const shape = nasnetShape(traits, settings);
  const auxiliary = settings.auxiliaryWeight > 0;
  const problem = nasnetProblem(shape, settings.stem, auxiliary);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const network = new NasnetNetwork(run.genotype, shape, {
    ...{ key: split(key, 'weights'), stem: settings.stem, auxiliary },
  });
  try {
    return await trained(run, network);
  } finally {
    network.dispose();
  }
}

async function trained(run: Training, network: NasnetNetwork): Promise<Result<TrainedImages, JobFailure>> {
  const { settings, traits, train, measured: measuring, key } = run;
  const measure = () =>
    evaluatePart((images) => network.run(images, { statistics: 'running' }).logits, measuring, traits, {
      batchSize: measuringBatchSize,
      onStep: run.onMinibatch,
    });
  let seen = 0;
  const result = await trainByGradient({
    ...{ parameters: network.parameters, settings, traits, part: train, key },
    forward: trainingForward(network, run),
    onStep: (examples) => {
      seen += examples;
      run.onMinibatch();
    },
    onEpoch: run.onEpoch,
    afterEpoch: async ({ epochs }) => (await run.afterEpoch?.(epochs, measure)) ?? ok(null),
  });
  const cost = costOf(run);
  if (!result.ok) return charged(result.failures, cost.trained * seen);
  const measured = await measure();
  if (!measured.ok) return measured;
  const kept = [...network.parameters, ...network.statistics];
  return ok({
    measured: measured.value,
    multiplyAdds:
      cost.trained * settings.epochs * train.indices.length + cost.measured * measuring.indices.length,
    weights: run.keepsWeights ? await encodeWeights(kept) : undefined,
  });
}

/** Cross-entropy to smoothed labels, plus the weighted one of the auxiliary head; drop path rises with every step. */
function trainingForward(network: NasnetNetwork, { settings, key, train }: Training) {
  const steps = settings.epochs * stepsPerEpoch(train, settings.batchSize);
  let step = 0;
  let dropping: { readonly epoch: number; readonly draws: Draws } = { epoch: -1, draws: draws(key) };
  return (
    ...[images, labels, epoch]: Parameters<Parameters<typeof trainByGradient>[0]['forward']>
  ): Forward => {
    if (dropping.epoch !== epoch) dropping = { epoch, draws: draws(split(key, 'drop-path', epoch)) };
    const { logits, auxiliaryLogits } = network.run(images, {
      statistics: 'track',
      training: { dropPath: { final: settings.dropPath, progress: step / steps }, draws: dropping.draws },
    });
    step += 1;
    const smoothing = { labelSmoothing: settings.labelSmoothing };
    const loss = softmaxCrossEntropy(logits, labels, smoothing);
    if (!auxiliaryLogits) return { loss, logits };
    const auxiliaryLoss = softmaxCrossEntropy(auxiliaryLogits, labels, smoothing);
    return { loss: add(loss, mul(auxiliaryLoss, scalar(settings.auxiliaryWeight))), logits };
  };
}

/** Multiply-adds of one image: trained on, three times a forward pass with the auxiliary head; measured, one without. */
function costOf({ genotype, settings, traits }: Training): {
  readonly trained: number;
  readonly measured: number;
} {
  const { multiplyAdds, auxiliary } = countNasnet(genotype, nasnetShape(traits, settings), settings.stem);
  const head = settings.auxiliaryWeight > 0 ? auxiliary.multiplyAdds : 0;
  return { trained: 3 * (multiplyAdds + head), measured: multiplyAdds };
}

const minibatches = (settings: TrainingSettings, { train, measured }: MeasuredParts): number =>
  settings.epochs * stepsPerEpoch(train, settings.batchSize) + stepsPerEpoch(measured, measuringBatchSize);

export const images: ImageSpace<NasnetGenotype> = {
  name: 'nasnet',
  // All genotypes fit where one does.
  networkProblem: () => undefined,
  firstMaps: (traits, { stem = 'cifar', ...settings }) =>
    stemMaps(nasnetShape({ ...traits, classes: 1 }, settings), stem),
  model: (genotype, traits, { stem = 'cifar', ...settings }) => {
    const { parameters, multiplyAdds } = countNasnet(genotype, nasnetShape(traits, settings), stem);
    return { parameters, multiplyAdds };
  },
  minibatches,
  train: trainNetwork,
};
