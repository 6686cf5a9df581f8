/**
 * `train`: trains the network of an architecture from scratch and measures it once. Input: `architecture`, the path
 * of an architecture.json. Outputs: `architecture.json` (the same architecture); `metrics.json` with either the
 * validation or the test score; `trajectory.jsonl`; `weights.safetensors`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { ImageDataSet } from '../data/image-data-set.ts';
import { divide, type ImagePart, wholeSplit } from '../data/part.ts';
import { startEngine } from '../engine/index.ts';
import { toPyTorch } from '../model/pytorch-layout.ts';
import { encodeSafetensors } from '../model/safetensors.ts';
import { key, split } from '../rng/key.ts';
import { genotypeId, genotypeProblems } from '../space/darts-cnn/genotype.ts';
import { minibatches, type TrainedNetwork, trainNetwork } from '../task/image-classification.ts';
import { type Job, type JobContext, Trajectory, writeJson } from './job-context.ts';
import { modelMetrics, splitMetrics } from './measured.ts';
import { readTrainParameters, type TrainParameters } from './parameters.ts';

export const runTrain: Job = async (context) => {
  const { spec, data } = context;
  const parameters = readTrainParameters(spec);
  if (!parameters.ok) return parameters;
  const architecture = readArchitecture(spec);
  if (!architecture.ok) return architecture;
  const { task, engine } = parameters.value;
  const loaded = data.load(task.data, spec.dataFolder);
  if (!loaded.ok) return loaded;
  await startEngine(engine);
  return trainAndWrite(context, parameters.value, architecture.value, loaded.value);
};

async function trainAndWrite(
  { spec, onProgress }: JobContext,
  { task, training, measure }: TrainParameters,
  architecture: ArchitectureFile,
  images: ImageDataSet,
): Promise<Result<null, JobFailure>> {
  const { genotype } = architecture;
  const parts = partsFor(measure, images, task.trainPortion);
  if (parts.train.indices.length === 0 || parts.measured.indices.length === 0) {
    return refuse(`trainPortion ${task.trainPortion} leaves no images to train on or none to validate on`);
  }
  const trajectory = new Trajectory();
  const total = minibatches(training, parts.train, parts.measured);
  let done = 0;
  const trained = await trainNetwork({
    genotype,
    settings: training,
    traits: images.traits,
    ...parts,
    // The measured split is part of the name, so that a final network is independent of the one it was selected by.
    key: split(key(spec.seed), 'train', measure),
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
  const { network, measured, multiplyAdds } = trained.value;
  const weights = await encodeWeights(network);
  network.dispose();
  const scores = splitMetrics(measure, measured);
  if (!scores.ok) return scores;
  const metrics: JobMetrics = {
    ...scores.value,
    model: modelMetrics(genotype, images.traits, training),
    cost: { multiplyAdds, architectures: 1 },
  };
  writeJson(spec.outputFolder, 'architecture.json', architecture);
  writeJson(spec.outputFolder, 'metrics.json', metrics);
  trajectory.write(spec.outputFolder);
  writeFileSync(join(spec.outputFolder, 'weights.safetensors'), weights);
  return ok(null);
}

const refuse = (message: string) => fail({ reason: 'job-refused' as const, message });

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

function readArchitecture({ inputs }: JobSpec): Result<ArchitectureFile, JobFailure> {
  const path = inputs['architecture'];
  if (path === undefined) return refuse('The job has no input named architecture');
  let file: Partial<ArchitectureFile> | null;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return refuse('The input architecture is not a readable JSON file');
  }
  const problems = genotypeProblems(file?.genotype);
  if (!file?.genotype || file.space !== 'darts-cnn' || problems.length > 0) {
    return refuse(`The input architecture is no darts-cnn architecture. ${problems.join('. ')}`.trim());
  }
  const id = genotypeId(file.genotype);
  if (file.id !== id)
    return refuse(`The input architecture has id ${file.id}, but its genotype has id ${id}`);
  return ok({ space: 'darts-cnn', id, genotype: file.genotype });
}

/** Under PyTorch's names and in its layout, so that the official modules can load the file. */
async function encodeWeights({ parameters, statistics }: TrainedNetwork['network']): Promise<Uint8Array> {
  const tensors = [...parameters, ...statistics].map(async (parameter) => ({
    name: parameter.name,
    ...toPyTorch({ shape: parameter.shape, values: await parameter.download() }),
  }));
  return encodeSafetensors(await Promise.all(tensors));
}
