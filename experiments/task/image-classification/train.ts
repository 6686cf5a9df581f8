/** Trains the network of an architecture from scratch and measures it once. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobMetrics } from '../../../schemas/metrics.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { ImageDataSet } from '../../data/image-data-set.ts';
import { divide, wholeSplit } from '../../data/part.ts';
import { startEngine } from '../../engine/index.ts';
import { stepsPerEpoch } from '../gradient-training.ts';
import { earlierMetrics, readMoments } from '../measure-at.ts';
import { refuse, type Scores, splitMetrics } from '../measured.ts';
import type { TrainedJob, TrainJob } from '../module.ts';
import { readArchitecture } from '../read-architecture.ts';
import { readSettings } from '../read-settings.ts';
import { readContinuation } from './continuation.ts';
import { fitsMemory } from './image-memory.ts';
import { loadImages } from './load-images.ts';
import { training } from './settings.ts';
import type { MeasuredParts } from './space.ts';
import { imageTask } from './task-settings.ts';

export async function trainImages(job: TrainJob): Promise<Result<TrainedJob, JobFailure>> {
  const { spec, space, measure } = job;
  const networks = await space.tasks['image-classification']?.();
  if (!networks) return refuse(`The task image-classification does not go with the space ${space.name}`);
  const task = readSettings('task', imageTask, job.task);
  if (!task.ok) return task;
  const images = await loadImages(job, task.value);
  if (!images.ok) return images;
  await startEngine(job.engine);
  const architecture = readArchitecture(spec, space, [space.name, networks.name]);
  if (!architecture.ok) return architecture;
  const { id, genotype } = architecture.value;
  const { traits } = images.value;
  const { trainPortion } = task.value;
  const parts = partsFor(measure, images.value, trainPortion);
  if (parts.train.indices.length === 0 || parts.measured.indices.length === 0) {
    return refuse(`trainPortion ${trainPortion} leaves no images to train on or none to validate on`);
  }
  const read = readSettings('training', training, job.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const fits = fitsMemory({ networks, traits }, settings);
  if (!fits.ok) return fits;
  const continuation = readContinuation(spec, settings, job.settings);
  if (!continuation.ok) return continuation;
  const moments = readMoments(job.settings, settings.epochs);
  if (!moments.ok) return moments;
  const epochs = new Set(Object.values(moments.value));
  const steps = networks.minibatches(settings, parts, continuation.value);
  const once = steps - settings.epochs * stepsPerEpoch(parts.train, settings.batchSize);
  const total = steps + once * epochs.size;
  const earlier = new Map<number, Scores>();
  const trained = await networks.train({
    ...{ genotype, settings, traits, ...parts, key: job.key, keepsWeights: job.keepsWeights },
    continuation: continuation.value,
    ...watching(job, total),
    afterEpoch: async (epoch, measureNow) => {
      if (!epochs.has(epoch)) return ok(null);
      const measured = await measureNow();
      const scores = measured.ok ? splitMetrics(measure, measured.value) : measured;
      if (!scores.ok) return scores;
      earlier.set(epoch, scores.value);
      return ok(null);
    },
  });
  if (!trained.ok) return trained;
  const { measured, weights, checkpoint } = trained.value;
  const scores = splitMetrics(measure, measured);
  if (!scores.ok) return scores;
  const model = networks.model(genotype, traits, settings);
  const measuring = earlier.size * model.multiplyAdds * parts.measured.indices.length;
  const cost = { multiplyAdds: trained.value.multiplyAdds + measuring, architectures: 1 };
  const metrics: JobMetrics = { ...scores.value, ...earlierMetrics(moments.value, earlier), model, cost };
  return ok({ architecture: { space: networks.name, id, genotype }, metrics, weights, checkpoint });
}

function watching({ line, onProgress }: TrainJob, total: number) {
  const unit = 'minibatches';
  let done = 0;
  return {
    onEpoch: (epoch: { readonly epoch: number; readonly trainErrorPercent: number }) => {
      line({ phase: 'train', ...epoch });
      const metric = { name: 'train.errorPercent', value: epoch.trainErrorPercent };
      onProgress({ done, total, unit, metric });
    },
    onMinibatch: () => {
      done += 1;
      onProgress({ done, total, unit });
    },
  };
}

/** Test images are touched only when the test score is what the job measures. */
function partsFor(
  measure: 'validation' | 'test',
  { train, test }: ImageDataSet,
  trainPortion: number,
): MeasuredParts {
  if (measure === 'test') return { train: wholeSplit(train), measured: wholeSplit(test) };
  const parts = divide(train, trainPortion);
  return { train: parts.train, measured: parts.validation };
}
