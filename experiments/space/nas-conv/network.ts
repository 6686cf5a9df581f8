/** The networks of convolutional architectures for images: their size, and their training from scratch. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { NasConvNetwork } from '../../model/nas-conv/network.ts';
import { split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { evaluatePart } from '../../task/evaluate.ts';
import { stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import {
  betterOf,
  type Continuation,
  encodeTraining,
  restoreTraining,
  stintOf,
} from '../../task/image-classification/continuation.ts';
import type { TrainingSettings } from '../../task/image-classification/settings.ts';
import type {
  ImageSpace,
  ImageTraining,
  MeasuredParts,
  TrainedImages,
} from '../../task/image-classification/space.ts';
import { refuse } from '../../task/measured.ts';
import { countNasConv } from './counts.ts';
import type { NasConvForm } from './form.ts';
import type { ConvGenotype } from './genotype.ts';
import { nasConvShape, widthOf } from './plan.ts';

type Training = ImageTraining<ConvGenotype>;

/** Minibatch size when measuring with running statistics, where it has no effect on a prediction. */
const measuringBatchSize = 100;

/** Settings of other networks, which these have no place for. */
function settingsProblem({ auxiliaryWeight, dropPath, stem }: TrainingSettings): string | undefined {
  const wrong = [
    ...(auxiliaryWeight > 0 ? [`auxiliaryWeight ${auxiliaryWeight}`] : []),
    ...(dropPath > 0 ? [`dropPath ${dropPath}`] : []),
    ...(stem === 'cifar' ? [] : [`stem ${stem}`]),
  ];
  if (wrong.length === 0) return undefined;
  return `These networks have no auxiliary head, no drop path and no stem: leave ${wrong.join(' and ')} out`;
}

async function trainNetwork(form: NasConvForm, run: Training): Promise<Result<TrainedImages, JobFailure>> {
  const problem = settingsProblem(run.settings);
  if (problem !== undefined) return refuse(problem);
  const shape = nasConvShape(run.traits, run.settings);
  const network = new NasConvNetwork(form, run.genotype, shape, split(run.key, 'weights'));
  try {
    return await trained(form, run, network);
  } finally {
    network.dispose();
  }
}

async function trained(
  form: NasConvForm,
  run: Training,
  network: NasConvNetwork,
): Promise<Result<TrainedImages, JobFailure>> {
  const { settings, traits, train, measured: measuring, key, continuation } = run;
  const { from, scheduleEpochs, objective, keepsCheckpoint } = continuation;
  const measure = () =>
    evaluatePart((images) => network.logits(images, 'running'), measuring, traits, {
      batchSize: measuringBatchSize,
      onStep: run.onMinibatch,
    });
  const start = from && restoreTraining(network, from);
  let best = from?.best ?? null;
  let checkpoint: Uint8Array | undefined;
  let seen = 0;
  const result = await trainByGradient({
    ...{ parameters: network.parameters, settings, traits, part: train, key, scheduleEpochs },
    ...(start ? { start } : {}),
    forward: (images, labels) => {
      const logits = network.logits(images, 'track');
      const smoothing = { labelSmoothing: settings.labelSmoothing };
      return { loss: softmaxCrossEntropy(logits, labels, smoothing), logits };
    },
    onStep: (examples) => {
      seen += examples;
      run.onMinibatch();
    },
    onEpoch: run.onEpoch,
    afterEpoch: async ({ epochs, velocities }) => {
      const after = await run.afterEpoch?.(epochs, measure);
      if (after?.ok === false) return after;
      if (objective === 'best-so-far') {
        const now = await measure();
        if (!now.ok) return now;
        best = betterOf(best, now.value.measurement);
      }
      if (keepsCheckpoint && epochs === settings.epochs) {
        checkpoint = await encodeTraining(network, velocities, { epochs, best });
      }
      return ok(null);
    },
  });
  const { multiplyAdds } = countNasConv(form, run.genotype, nasConvShape(traits, settings));
  if (!result.ok) return charged(result.failures, 3 * multiplyAdds * seen);
  const measured = best ? ok(best) : await measure();
  if (!measured.ok) return measured;
  const { epochs, measurements } = stintOf(settings, continuation);
  const images = 3 * epochs * train.indices.length + measurements * measuring.indices.length;
  const kept = [...network.parameters, ...network.statistics];
  return ok({
    measured: measured.value,
    multiplyAdds: multiplyAdds * images,
    weights: run.keepsWeights ? await encodeWeights(kept) : undefined,
    ...(checkpoint ? { checkpoint } : {}),
  });
}

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

export const imagesOf = (form: NasConvForm): ImageSpace<ConvGenotype> => ({
  name: form.name,
  // Padding makes every architecture fit every image.
  networkProblem: () => undefined,
  firstMaps: ({ height, width }, { initialChannels }) => ({
    ...{ height, width, channels: widthOf(form, Math.max(...form.filters), initialChannels) },
  }),
  model: (genotype, traits, settings) => countNasConv(form, genotype, nasConvShape(traits, settings)),
  continues: true,
  minibatches,
  train: (run) => trainNetwork(form, run),
});
