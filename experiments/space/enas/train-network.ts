/** Trains a network of either ENAS space from scratch and measures it. */
import { add, mul, scalar } from '@tensorflow/tfjs-core';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import type { EnasNetwork } from '../../model/enas/enas-network.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { evaluatePart } from '../../task/evaluate.ts';
import { type Forward, stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import type { TrainingSettings } from '../../task/image-classification/settings.ts';
import type { ImageTraining, MeasuredParts, TrainedImages } from '../../task/image-classification/space.ts';
import type { Count } from '../darts-cnn/layer-counts.ts';

export interface BuiltNetwork {
  readonly network: EnasNetwork;
  readonly count: Count;
  /** What only training runs. */
  readonly auxiliary: Count;
}

/** Minibatch size when measuring with running statistics, where it has no effect on a prediction. */
const measuringBatchSize = 100;

/**
 * @param problem of the settings, if any
 * @param build called where there is none
 */
export async function trainFromScratch(
  run: ImageTraining<unknown>,
  problem: string | undefined,
  build: () => BuiltNetwork,
): Promise<Result<TrainedImages, JobFailure>> {
  const message = problem ?? stemProblem(run.settings);
  if (message) return fail({ reason: 'job-refused', message });
  const built = build();
  try {
    return await trained(run, built);
  } finally {
    built.network.dispose();
  }
}

const stemProblem = ({ stem }: TrainingSettings): string | undefined =>
  stem === 'cifar'
    ? undefined
    : `ENAS has networks for small images alone: expected a setting \`stem\` of cifar, found ${stem}`;

async function trained(
  run: ImageTraining<unknown>,
  { network, count, auxiliary }: BuiltNetwork,
): Promise<Result<TrainedImages, JobFailure>> {
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
  // Trained on, an image costs three times a forward pass with the auxiliary head; measured, one without.
  const head = settings.auxiliaryWeight > 0 ? auxiliary.multiplyAdds : 0;
  const price = 3 * (count.multiplyAdds + head);
  if (!result.ok) return charged(result.failures, price * seen);
  const measured = await measure();
  if (!measured.ok) return measured;
  const kept = [...network.parameters, ...network.statistics];
  return ok({
    measured: measured.value,
    multiplyAdds:
      price * settings.epochs * train.indices.length + count.multiplyAdds * measuring.indices.length,
    weights: run.keepsWeights ? await encodeWeights(kept) : undefined,
  });
}

/** Cross-entropy to smoothed labels, plus the weighted one of the auxiliary head; drop path rises with every step. */
function trainingForward(network: EnasNetwork, { settings, key, train }: ImageTraining<unknown>) {
  const steps = settings.epochs * stepsPerEpoch(train, settings.batchSize);
  let step = 0;
  let dropping: { readonly epoch: number; readonly draws: Draws } = { epoch: -1, draws: draws(key) };
  return (
    ...[images, labels, epoch]: Parameters<Parameters<typeof trainByGradient>[0]['forward']>
  ): Forward => {
    if (dropping.epoch !== epoch) dropping = { epoch, draws: draws(split(key, 'dropping', epoch)) };
    step += 1;
    const { logits, auxiliaryLogits } = network.run(images, {
      statistics: 'track',
      training: { dropPath: { final: settings.dropPath, progress: step / steps }, draws: dropping.draws },
    });
    const smoothing = { labelSmoothing: settings.labelSmoothing };
    const loss = softmaxCrossEntropy(logits, labels, smoothing);
    if (!auxiliaryLogits) return { loss, logits };
    const auxiliaryLoss = softmaxCrossEntropy(auxiliaryLogits, labels, smoothing);
    return { loss: add(loss, mul(auxiliaryLoss, scalar(settings.auxiliaryWeight))), logits };
  };
}

export const trainingMinibatches = (settings: TrainingSettings, { train, measured }: MeasuredParts): number =>
  settings.epochs * stepsPerEpoch(train, settings.batchSize) + stepsPerEpoch(measured, measuringBatchSize);
