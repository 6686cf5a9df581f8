/** Trains a network with drop path and an auxiliary head from scratch and measures it. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { lossOfOutputs, type ScratchNetwork } from '../../model/scratch-network.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { split } from '../../rng/key.ts';
import type { Count } from '../../space/darts-cnn/layer-counts.ts';
import { charged } from '../diverged.ts';
import { evaluatePart } from '../evaluate.ts';
import { type Forward, stepsPerEpoch, trainByGradient } from '../gradient-training.ts';
import { refuse } from '../measured.ts';
import type { TrainingSettings } from './settings.ts';
import type { ImageTraining, MeasuredParts, TrainedImages } from './space.ts';

export interface BuiltNetwork {
  readonly network: ScratchNetwork;
  readonly count: Count;
  /** What only training runs. */
  readonly auxiliary: Count;
  /** Number of the first step, as the rise of drop path counts them. */
  readonly firstStep: 0 | 1;
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
  if (problem) return refuse(problem);
  const built = build();
  try {
    return await trained(run, built);
  } finally {
    built.network.dispose();
  }
}

async function trained(
  run: ImageTraining<unknown>,
  { network, count, auxiliary, firstStep }: BuiltNetwork,
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
    forward: trainingForward(network, run, firstStep),
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

/** Drop path rises with every step. */
function trainingForward(
  network: ScratchNetwork,
  { settings, key, train }: ImageTraining<unknown>,
  firstStep: number,
) {
  const steps = settings.epochs * stepsPerEpoch(train, settings.batchSize);
  let step = firstStep;
  let dropping: { readonly epoch: number; readonly draws: Draws } = { epoch: -1, draws: draws(key) };
  return (
    ...[images, labels, epoch]: Parameters<Parameters<typeof trainByGradient>[0]['forward']>
  ): Forward => {
    if (dropping.epoch !== epoch) dropping = { epoch, draws: draws(split(key, 'dropping', epoch)) };
    const outputs = network.run(images, {
      statistics: 'track',
      training: { dropPath: { final: settings.dropPath, progress: step / steps }, draws: dropping.draws },
    });
    step += 1;
    return { loss: lossOfOutputs(outputs, labels, settings), logits: outputs.logits };
  };
}

export const trainingMinibatches = (settings: TrainingSettings, { train, measured }: MeasuredParts): number =>
  settings.epochs * stepsPerEpoch(train, settings.batchSize) + stepsPerEpoch(measured, measuringBatchSize);
