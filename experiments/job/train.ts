/**
 * `train`: trains the network of an architecture from scratch and measures it once. Input: `architecture`, the path
 * of an architecture.json. Outputs: `architecture.json` (the same architecture); `metrics.json` with either the
 * validation or the test score; `trajectory.jsonl`; `weights.safetensors`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchitectureFile, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { ImageClassification } from '../../schemas/manifest.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ImageDataSet } from '../data/image-data-set.ts';
import { divide, type ImagePart, wholeSplit } from '../data/part.ts';
import { startEngine } from '../engine/index.ts';
import { key, split } from '../rng/key.ts';
import type { TrainingSettings } from '../task/image-classification/settings.ts';
import type { LanguageTrainingSettings } from '../task/language/settings.ts';
import { imageMemoryProblem } from './image-memory.ts';
import { dartsCnnImages, type ImageSpace, nasbench101Images } from './image-space.ts';
import { type Job, type JobContext, Trajectory, writeJson, writeMetrics } from './job-context.ts';
import { refuse, splitMetrics } from './measured.ts';
import { readTrainParameters, type TrainParameters } from './parameters.ts';
import { readArchitecture } from './read-architecture.ts';
import type { TrainedJob } from './trained-job.ts';

export const runTrain: Job = async (context) => {
  const parameters = readTrainParameters(context.spec);
  if (!parameters.ok) return parameters;
  const trajectory = new Trajectory();
  const trained = await train(context, parameters.value, trajectory);
  if (!trained.ok) return trained;
  const { outputFolder } = context.spec;
  const { architecture, metrics, weights } = trained.value;
  writeJson(outputFolder, 'architecture.json', architecture);
  const written = writeMetrics(outputFolder, metrics);
  if (!written.ok) return written;
  trajectory.write(outputFolder);
  if (weights) writeFileSync(join(outputFolder, 'weights.safetensors'), weights);
  return ok(null);
};

async function train(
  context: JobContext,
  parameters: TrainParameters,
  trajectory: Trajectory,
): Promise<Result<TrainedJob, JobFailure>> {
  const { spec, data } = context;
  const { task, space, training, measure, engine } = parameters;
  switch (task.kind) {
    case 'image-classification': {
      const images = await data.load('images', task.data, spec.dataFolder);
      if (!images.ok) return images;
      await startEngine(engine);
      const request = { task, settings: training as TrainingSettings, measure, images: images.value };
      // A cell of NAS-Bench-1Shot1 is one of NAS-Bench-101.
      return space.name === 'darts-cnn'
        ? trainImages(dartsCnnImages, context, request, trajectory)
        : trainImages(nasbench101Images, context, request, trajectory);
    }
    case 'language-modelling': {
      const corpus = await data.load('text', task.data, spec.dataFolder);
      if (!corpus.ok) return corpus;
      await startEngine(engine);
      const settings = training as LanguageTrainingSettings;
      const { trainText } = await import('./language-train.ts');
      return trainText(context, { settings, measure, corpus: corpus.value }, trajectory);
    }
    default:
      return refuse(`Nothing is trained in the task ${task.kind}`);
  }
}

interface ImageRequest {
  readonly task: ImageClassification;
  readonly settings: TrainingSettings;
  readonly measure: 'validation' | 'test';
  readonly images: ImageDataSet;
}

async function trainImages<S extends SpaceName>(
  space: ImageSpace<S>,
  { spec, onProgress }: JobContext,
  { task, settings, measure, images }: ImageRequest,
  trajectory: Trajectory,
): Promise<Result<TrainedJob, JobFailure>> {
  const architecture = readArchitecture(spec, space);
  if (!architecture.ok) return architecture;
  const parts = partsFor(measure, images, task.trainPortion);
  if (parts.train.indices.length === 0 || parts.measured.indices.length === 0) {
    return refuse(`trainPortion ${task.trainPortion} leaves no images to train on or none to validate on`);
  }
  const tight = imageMemoryProblem(images.traits, settings);
  if (tight) return fail({ reason: 'job-refused', ...tight });
  const total = space.minibatches(settings, parts.train, parts.measured);
  let done = 0;
  const trained = await space.train({
    architecture: architecture.value.genotype,
    settings,
    traits: images.traits,
    ...parts,
    // The measured split is part of the name, so that a final network is independent of the one it was selected by.
    key: split(key(spec.seed), 'train', measure),
    keepsWeights: true,
    onEpoch: (epoch) => {
      trajectory.add({ phase: 'train', ...epoch });
      const metric = { name: 'train.errorPercent', value: epoch.trainErrorPercent };
      onProgress({ done, total, unit: 'minibatches', metric });
    },
    onMinibatch: () => {
      done += 1;
      onProgress({ done, total, unit: 'minibatches' });
    },
  });
  if (!trained.ok) return trained;
  const { measured, multiplyAdds, weights } = trained.value;
  const scores = splitMetrics(measure, measured);
  if (!scores.ok) return scores;
  const metrics: JobMetrics = {
    ...scores.value,
    model: space.model(architecture.value.genotype, images.traits, settings),
    cost: { multiplyAdds, architectures: 1 },
  };
  return ok({ architecture: architecture.value as ArchitectureFile, metrics, weights });
}

/** Test images are touched only when the test score is what the job measures. */
function partsFor(
  measure: 'validation' | 'test',
  { train, test }: ImageDataSet,
  trainPortion: number,
): { readonly train: ImagePart; readonly measured: ImagePart } {
  if (measure === 'test') return { train: wholeSplit(train), measured: wholeSplit(test) };
  const parts = divide(train, trainPortion);
  return { train: parts.train, measured: parts.validation };
}
