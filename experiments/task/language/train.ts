/** Trains the language model of an architecture from scratch and measures it once. */
import { readFileSync } from 'node:fs';
import { Type } from '@sinclair/typebox';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Corpus } from '../../data/language/corpus.ts';
import { startEngine } from '../../engine/index.ts';
import { type Checkpoint, checkpointInput, decodeCheckpoint } from '../../model/checkpoint.ts';
import { earlierMetrics, readMoments } from '../measure-at.ts';
import { languageScore, refuse, type Scores } from '../measured.ts';
import type { TrainedJob, TrainJob } from '../module.ts';
import { readArchitecture } from '../read-architecture.ts';
import { readSettings } from '../read-settings.ts';
import { type LanguageScore, perplexity } from './score.ts';
import { languageStage, languageTraining, textContinuation } from './settings.ts';
import type { LanguageEpoch } from './space.ts';
import { predictions, sideBySide } from './text-blocks.ts';

export async function trainText(job: TrainJob): Promise<Result<TrainedJob, JobFailure>> {
  const { spec, data, space, measure } = job;
  const networks = await space.tasks['language-modelling']?.();
  if (!networks) return refuse(`The task language-modelling does not go with the space ${space.name}`);
  const task = readSettings('task', { data: Type.String() }, job.task);
  if (!task.ok) return task;
  const loaded = await data.load('text', task.value.data, spec.dataFolder);
  if (!loaded.ok) return loaded;
  const corpus = loaded.value;
  await startEngine(job.engine);
  const architecture = readArchitecture(spec, space, [space.name]);
  if (!architecture.ok) return architecture;
  const { id, genotype } = architecture.value;
  const read = readSettings('training', languageTraining, job.settings);
  if (!read.ok) return read;
  const { value: settings } = read;
  const moments = readMoments(job.settings, settings.epochs);
  if (!moments.ok) return moments;
  const stretches = measure === 'test' ? stretchesOf(job, corpus) : ok(0);
  if (!stretches.ok) return stretches;
  const earlier = new Map<number, Scores>();
  const keepsCheckpoint = resumes(job.settings);
  const from = checkpointOf(spec);
  const done = Number(from?.state['epochs'] ?? 0);
  const words = networks.words({ ...settings, epochs: settings.epochs - done }, corpus);
  const watch = watching(job, words, (epoch, score) => {
    const measured = languageScore('validation', score);
    // Weights that a training goes back from have no perplexity.
    if (measured.ok && Object.values(moments.value).includes(epoch)) earlier.set(epoch, measured.value);
  });
  const trained = await networks.train({
    ...{ genotype, settings, corpus, key: job.key, keepsCheckpoint, ...watch },
    ...(from ? { from } : {}),
  });
  if (!trained.ok) return trained;
  try {
    // The validation text chose the epoch; the test text is read only when its score is what the job measures.
    const tested = measure === 'test' ? await trained.value.measure(corpus.test, stretches.value) : undefined;
    const validation = languageScore('validation', trained.value.validation);
    const test = tested ? languageScore('test', tested) : ok({});
    if (!validation.ok) return validation;
    if (!test.ok) return test;
    const scores = { ...validation.value, ...test.value, ...earlierMetrics(moments.value, earlier) };
    const model = networks.model(genotype, { vocabulary: corpus.vocabulary.length, width: settings.width });
    const testing = model.multiplyAdds * (tested?.tokens ?? 0);
    const cost = { multiplyAdds: trained.value.multiplyAdds + testing, architectures: 1 };
    return ok({
      architecture: { space: space.name, id, genotype },
      metrics: { ...scores, model, cost },
      weights: job.keepsWeights ? await trained.value.weights() : undefined,
      checkpoint: trained.value.checkpoint,
    });
  } finally {
    trained.value.dispose();
  }
}

/** That the test text is read in. Fails before anything is trained where the text is too short for them. */
function stretchesOf({ settings }: TrainJob, { test }: Pick<Corpus, 'test'>): Result<number, JobFailure> {
  const read = readSettings('training', { testBatchSize: languageStage.testBatchSize }, settings);
  if (!read.ok) return read;
  const stretches = read.value.testBatchSize;
  if (predictions(sideBySide(test, stretches)) > 0) return ok(stretches);
  const message = `The test text is too short to be read in ${stretches} stretches side by side`;
  return fail({ reason: 'job-refused', message, hint: 'Lower testBatchSize' });
}

/** Only the settings of trials say so. */
function resumes(written: JsonObject): boolean {
  const read = readSettings('training', textContinuation, written);
  return read.ok && read.value.resume;
}

function checkpointOf({ inputs }: Pick<JobSpec, 'inputs'>): Checkpoint | undefined {
  const path = inputs[checkpointInput];
  return path === undefined ? undefined : decodeCheckpoint(readFileSync(path));
}

function watching(
  { line, onProgress }: TrainJob,
  total: number,
  onScore: (epoch: number, validation: LanguageScore) => void,
) {
  const unit = 'words';
  let done = 0;
  return {
    onEpoch: ({ epoch, averaged, trainLoss, validation }: LanguageEpoch) => {
      onScore(epoch, validation);
      const value = perplexity(validation);
      if (Number.isFinite(value)) {
        line({ phase: 'train', epoch, averaged, trainLoss, validationPerplexity: value });
      }
      onProgress({ done, total, unit, metric: { name: 'validation.perplexity', value } });
    },
    onStep: (words: number) => {
      done += words;
      onProgress({ done, total, unit });
    },
  };
}
