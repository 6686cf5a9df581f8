/**
 * Trains the network of a NAS-Bench-101 cell from scratch and measures it, as one run of the benchmark: its own cosine
 * schedule to its own number of epochs. Not as the benchmark: SGD with momentum in place of RMSProp, and a learning
 * rate that falls with each epoch rather than each step.
 * Source: Ying et al. 2019, section 2.3.
 */

import type { JobFailure } from '../../../schemas/failure.ts';
import type { ModelMetrics } from '../../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { AugmentationSettings } from '../../data/augment.ts';
import type { ImageTraits } from '../../data/image-data-set.ts';
import type { ImagePart } from '../../data/part.ts';
import { softmaxCrossEntropy } from '../../engine/index.ts';
import { Nasbench101Network } from '../../model/nasbench/nasbench101-network.ts';
import { type Key, split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { evaluate } from '../../task/evaluate.ts';
import { type EpochSummary, stepsPerEpoch, trainByGradient } from '../../task/gradient-training.ts';
import type { OptimizerSettings } from '../../task/image-classification/settings.ts';
import type { Tally } from '../../task/tally.ts';
import { countNasbench101, type Nasbench101Shape, nasbench101Problem } from './parameters.ts';
import type { CellSpec } from './spec.ts';

export interface Nasbench101NetworkSettings {
  /** Channels of the stem and of the first stack: 128 in the benchmark. */
  readonly stemChannels: number;
  /** 3 in the benchmark. */
  readonly stacks: number;
  /** 3 in the benchmark. */
  readonly cellsPerStack: number;
  /**
   * Share of a minibatch in the running statistics: 0.003 in the benchmark. Short runs need more: after n steps a part
   * (1 - rate)^n of the statistics is still what they started with.
   */
  readonly statisticsRate: number;
}

/** Parts that may measure the trained network. `train` runs without augmentation. */
export type MeasuredPart = 'train' | 'validation' | 'test';

export interface Nasbench101Training<P extends MeasuredPart> {
  readonly spec: CellSpec;
  readonly settings: OptimizerSettings & AugmentationSettings;
  readonly network: Nasbench101NetworkSettings;
  readonly traits: ImageTraits;
  readonly train: ImagePart;
  /** The images that measure the trained network. */
  readonly measured: Readonly<Record<P, ImagePart>>;
  readonly key: Key;
  readonly onEpoch?: (epoch: EpochSummary) => void;
  /** Called after each epoch, from 1. `measure` measures the network as it is then, and changes nothing. */
  readonly afterEpoch?: (
    epoch: number,
    measure: () => Promise<Readonly<Record<P, Tally>>>,
  ) => Promise<Result<null, JobFailure>>;
  /** One more minibatch was trained on or measured. */
  readonly onMinibatch?: () => void;
  /** Sees the trained network before it is gone, such as to read its weights. */
  readonly onTrained?: (network: Nasbench101Network) => Promise<void>;
}

export interface TrainedNasbench101Cell<P extends MeasuredPart> {
  readonly measured: Readonly<Record<P, Tally>>;
  readonly model: ModelMetrics;
  /** Multiply-adds spent, by the rule of CostMetrics. */
  readonly multiplyAdds: number;
}

/** Minibatch size when measuring with running statistics, where it has no effect on a prediction. */
const measuringBatchSize = 100;

export const nasbench101Shape = (
  traits: ImageTraits,
  { stemChannels, stacks, cellsPerStack }: Nasbench101NetworkSettings,
): Nasbench101Shape => ({
  stemChannels,
  stacks,
  cellsPerStack,
  classes: traits.classes,
  inputChannels: traits.channels,
  height: traits.height,
  width: traits.width,
});

/** Minibatches of `trainNasbench101Cell`, for progress. */
export function nasbench101Minibatches<P extends MeasuredPart>({
  settings,
  train,
  measured,
}: Pick<Nasbench101Training<P>, 'settings' | 'train' | 'measured'>): number {
  const parts = Object.values<ImagePart>(measured);
  return (
    settings.epochs * stepsPerEpoch(train, settings.batchSize) +
    parts.reduce((sum, part) => sum + stepsPerEpoch(part, measuringBatchSize), 0)
  );
}

/** Fails when no such network fits the cell, or training diverges. Leaves no tensor behind. */
export async function trainNasbench101Cell<P extends MeasuredPart>(
  run: Nasbench101Training<P>,
): Promise<Result<TrainedNasbench101Cell<P>, JobFailure>> {
  const { spec, settings, traits } = run;
  const shape = nasbench101Shape(traits, run.network);
  const problem = nasbench101Problem(spec, shape);
  if (problem) return fail({ reason: 'job-refused', message: problem });
  const network = new Nasbench101Network(spec, shape, {
    key: split(run.key, 'weights'),
    statisticsRate: run.network.statisticsRate,
  });
  const model = countNasbench101(spec, shape);
  let seen = 0;
  try {
    const trained = await trainByGradient({
      parameters: network.parameters,
      settings,
      traits,
      part: run.train,
      key: run.key,
      forward: (images, labels) => {
        const logits = network.logits(images, 'track');
        return { loss: softmaxCrossEntropy(logits, labels), logits };
      },
      onStep: (examples) => {
        seen += examples;
        run.onMinibatch?.();
      },
      ...(run.onEpoch ? { onEpoch: run.onEpoch } : {}),
      afterEpoch: async ({ epochs }) =>
        (await run.afterEpoch?.(epochs, () => measureParts(network, run))) ?? ok(null),
    });
    if (!trained.ok) return charged(trained.failures, 3 * model.multiplyAdds * seen);
    const measured = await measureParts(network, run);
    await run.onTrained?.(network);
    return ok({ measured, model, multiplyAdds: multiplyAddsOf(run, model) });
  } finally {
    network.dispose();
  }
}

async function measureParts<P extends MeasuredPart>(
  network: Nasbench101Network,
  { measured, traits, onMinibatch }: Nasbench101Training<P>,
): Promise<Readonly<Record<P, Tally>>> {
  const tallies: Partial<Record<P, Tally>> = {};
  for (const name of Object.keys(measured) as P[]) {
    tallies[name] = await evaluate((images) => network.logits(images, 'running'), measured[name], traits, {
      batchSize: measuringBatchSize,
      ...(onMinibatch ? { onStep: onMinibatch } : {}),
    });
  }
  return tallies as Record<P, Tally>;
}

function multiplyAddsOf<P extends MeasuredPart>(
  { settings, train, measured }: Nasbench101Training<P>,
  { multiplyAdds }: ModelMetrics,
): number {
  const parts = Object.values<ImagePart>(measured);
  const images = parts.reduce((sum, part) => sum + part.indices.length, 0);
  return multiplyAdds * (3 * settings.epochs * train.indices.length + images);
}
