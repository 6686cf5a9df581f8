/** The networks of Auto-DeepLab architectures: their size, and their training from scratch. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { encodeWeights } from '../../model/encode-weights.ts';
import { SegmentationNetwork } from '../../model/segmentation/network.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { charged } from '../../task/diverged.ts';
import { measureSegmentation } from '../../task/semantic-segmentation/evaluate.ts';
import { type PixelTraining, trainOnPixels } from '../../task/semantic-segmentation/pixel-training.ts';
import { predictSegmentation } from '../../task/semantic-segmentation/predict.ts';
import type {
  SegmentationTrainingSettings,
  SegmentationWidths,
} from '../../task/semantic-segmentation/settings.ts';
import type {
  ImageSize,
  SegmentationSpace,
  SegmentationTraining,
  TrainedSegmentation,
} from '../../task/semantic-segmentation/space.ts';
import { countAutoDeepLab } from './counts.ts';
import type { AutoDeepLabGenotype } from './genotype.ts';
import type { SegmentationShape } from './plan-network.ts';

type Training = SegmentationTraining<AutoDeepLabGenotype>;

const shapeOf = (
  { height, width, classes }: ImageSize,
  { filters, stemChannels, headChannels }: SegmentationWidths,
): SegmentationShape => ({
  ...{ filters, stemChannels, headChannels, classes },
  image: { height, width, channels: 3 },
});

/** Images of one size that are measured together, where it has no effect on a prediction. */
const measuringBatchSize = 8;

async function train(run: Training): Promise<Result<TrainedSegmentation, JobFailure>> {
  const { genotype, settings, traits, key } = run;
  const crop = { height: settings.cropSize, width: settings.cropSize, classes: traits.classNames.length };
  const network = new SegmentationNetwork(genotype, shapeOf(crop, settings), split(key, 'weights'));
  try {
    return await trained(run, network, crop);
  } finally {
    network.dispose();
  }
}

async function trained(
  run: Training,
  network: SegmentationNetwork,
  crop: ImageSize,
): Promise<Result<TrainedSegmentation, JobFailure>> {
  const { genotype, settings, traits, key } = run;
  const priceOf = (image: ImageSize): number =>
    countAutoDeepLab(genotype, shapeOf(image, settings)).multiplyAdds;
  const training = 3 * priceOf(crop);
  let multiplyAdds = 0;
  const result = await trainOnPixels({
    ...{ parameters: network.parameters, settings, traits, images: run.train, key, onEpoch: run.onEpoch },
    forward: trainingForward(network, settings, key),
    onStep: (images) => {
      multiplyAdds += images * training;
      run.onImages(images);
    },
  });
  if (!result.ok) return charged(result.failures, multiplyAdds);
  const segment = (images: Parameters<typeof network.run>[0]) =>
    network.run(images, { statistics: 'running' });
  const measured = await measureSegmentation(segment, run.measured, traits, {
    batchSize: measuringBatchSize,
    onImages: (images, { height, width }) => {
      multiplyAdds += images * priceOf({ height, width, classes: crop.classes });
      run.onImages(images);
    },
  });
  if (!measured.ok) return measured;
  const predicted = run.pictured
    ? await predictSegmentation(segment, run.pictured, traits)
    : ok<readonly Int32Array[]>([]);
  if (!predicted.ok) return predicted;
  const kept = [...network.parameters, ...network.statistics];
  return ok({
    ...{ measured: measured.value, predicted: predicted.value, multiplyAdds },
    weights: run.keepsWeights ? await encodeWeights(kept) : undefined,
  });
}

/** Drop path rises with every step. */
function trainingForward(
  network: SegmentationNetwork,
  { dropPath }: Pick<SegmentationTrainingSettings, 'dropPath'>,
  key: Key,
): PixelTraining['forward'] {
  let dropping: { readonly epoch: number; readonly draws: Draws } = { epoch: -1, draws: draws(key) };
  return (images, { epoch, progress }) => {
    if (dropping.epoch !== epoch) dropping = { epoch, draws: draws(split(key, 'drop-path', epoch)) };
    return network.run(images, {
      statistics: 'track',
      training: { dropPath: { final: dropPath, progress }, draws: dropping.draws },
    });
  };
}

export const segmentation: SegmentationSpace<AutoDeepLabGenotype> = {
  model: (genotype, image, settings) => {
    const { parameters, multiplyAdds } = countAutoDeepLab(genotype, shapeOf(image, settings));
    return { parameters, multiplyAdds };
  },
  train,
};
