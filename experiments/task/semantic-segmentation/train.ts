/** Trains the network of an architecture from scratch and measures it once. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../schemas/canonical.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { predictionsLegendName, predictionsName } from '../../../schemas/predictions.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { LabelledImages } from '../../data/segmentation/label-maps.ts';
import { startEngine } from '../../engine/index.ts';
import { refuse } from '../measured.ts';
import type { TrainedJob, TrainJob } from '../module.ts';
import { readArchitecture } from '../read-architecture.ts';
import { readSettings } from '../read-settings.ts';
import { classLines } from './class-lines.ts';
import { type Opened, openSegmentation } from './open.ts';
import { type Pictured, picturedImages, predictionSheet } from './prediction-sheet.ts';
import { segmentationScore } from './scores.ts';
import { fitsMemory } from './segmentation-memory.ts';
import { cropProblem, segmentationTraining } from './settings.ts';

export async function trainSegmentation(job: TrainJob): Promise<Result<TrainedJob, JobFailure>> {
  const { space, measure } = job;
  const opened = await openSegmentation(job);
  if (!opened.ok) return opened;
  const { networks, set, image } = opened.value;
  await startEngine(job.engine);
  const architecture = readArchitecture(job.spec, space, [space.name]);
  if (!architecture.ok) return architecture;
  const { id, genotype } = architecture.value;
  const read = readSettings('training', segmentationTraining, job.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const problem = cropProblem(settings);
  if (problem !== undefined) return refuse(problem);
  const fits = fitsMemory(settings, image.classes);
  if (!fits.ok) return fits;
  const parts = partsFor(measure, opened.value);
  const total = settings.epochs * parts.train.count + parts.measured.count;
  const pictured = picturedFor(job, opened.value);
  const trained = await networks.train({
    ...{ genotype, settings, traits: set.traits, ...parts, pictured: pictured?.images },
    ...{ key: job.key, keepsWeights: job.keepsWeights },
    ...watching(job, total),
  });
  if (!trained.ok) return trained;
  const { measured, predicted, weights, multiplyAdds } = trained.value;
  const scores = segmentationScore(measure, measured);
  if (!scores.ok) return scores;
  for (const line of classLines(measured, set.traits)) job.line(line);
  if (pictured) {
    const sheet = predictionSheet({ ...pictured, predicted, traits: set.traits });
    if (!sheet.ok) return sheet;
    const { outputFolder } = job.spec;
    writeFileSync(join(outputFolder, predictionsName), sheet.value.png);
    writeFileSync(join(outputFolder, predictionsLegendName), `${canonicalJson(sheet.value.legend)}\n`);
  }
  const model = networks.model(genotype, image, settings);
  const metrics = { ...scores.value, model, cost: { multiplyAdds, architectures: 1 } };
  return ok({ architecture: { space: space.name, id, genotype }, metrics, weights });
}

/** Test images are touched only when the test score is what the job measures. */
function partsFor(
  measure: 'validation' | 'test',
  { set, halves }: Opened,
): { readonly train: LabelledImages; readonly measured: LabelledImages } {
  if (measure === 'test') return { train: set.train, measured: set.test };
  return set.validation
    ? { train: set.train, measured: set.validation }
    : { train: halves.train, measured: halves.validation };
}

/**
 * Validation images, or those that the job measures where there are none that did not train. A trial, whose weights nobody keeps, is not
 * pictured.
 */
function picturedFor(
  { keepsWeights, measure }: TrainJob,
  opened: Opened,
): Omit<Pictured, 'predicted' | 'traits'> | undefined {
  if (!keepsWeights) return undefined;
  const { validation } = opened.set;
  const part = measure === 'test' && !validation ? 'test' : 'validation';
  const images = validation ?? partsFor(measure, opened).measured;
  return { part, images: picturedImages(images) };
}

function watching({ line, onProgress }: TrainJob, total: number) {
  const unit = 'images';
  let done = 0;
  return {
    onEpoch: (epoch: { readonly epoch: number; readonly trainLoss: number; readonly trainMiou: number }) => {
      line({ phase: 'train', ...epoch });
      onProgress({ done, total, unit, metric: { name: 'train.miou', value: epoch.trainMiou } });
    },
    onImages: (images: number) => {
      done += images;
      onProgress({ done, total, unit });
    },
  };
}
