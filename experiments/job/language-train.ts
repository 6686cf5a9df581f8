/** Trains the language model of a recurrent cell from scratch. */

import type { ArchitectureFile, RnnGenotype } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { Corpus } from '../data/language/corpus.ts';
import { encodeWeights } from '../model/encode-weights.ts';
import type { CellMode } from '../model/rnn/language-model.ts';
import { key, split } from '../rng/key.ts';
import { countRnn } from '../space/darts-rnn/counts.ts';
import {
  heldOutBatch,
  type TrainedLanguageModel,
  trainLanguageModel,
  wordsToProcess,
} from '../space/darts-rnn/train-language-model.ts';
import { evaluateLanguage } from '../task/language/evaluate.ts';
import { perplexity } from '../task/language/score.ts';
import type { LanguageTrainingSettings } from '../task/language/settings.ts';
import { predictions, sideBySide } from '../task/language/text-blocks.ts';
import type { JobContext, Trajectory } from './job-context.ts';
import { languageScore, refuse } from './measured.ts';
import { readArchitecture } from './read-architecture.ts';
import { dartsRnnText } from './text-space.ts';
import type { TrainedJob } from './trained-job.ts';

export interface TextRequest {
  readonly settings: LanguageTrainingSettings;
  readonly measure: 'validation' | 'test';
  readonly corpus: Corpus;
}

export async function trainText(
  { spec, onProgress }: JobContext,
  request: TextRequest,
  trajectory: Trajectory,
): Promise<Result<TrainedJob, JobFailure>> {
  const { settings, measure, corpus } = request;
  const architecture = readArchitecture(spec, dartsRnnText);
  if (!architecture.ok) return architecture;
  const { genotype } = architecture.value;
  const total = wordsToProcess(settings, corpus);
  let done = 0;
  const trained = await trainLanguageModel({
    genotype,
    settings,
    corpus,
    key: split(key(spec.seed), 'train', measure),
    onEpoch: ({ epoch, averaged, trainLoss, validationLoss }) => {
      const value = perplexity({ loss: validationLoss });
      if (Number.isFinite(value)) {
        trajectory.add({ phase: 'train', epoch, averaged, trainLoss, validationPerplexity: value });
      }
      const metric = { name: 'validation.perplexity', value };
      onProgress({ done, total, unit: 'words', metric });
    },
    onStep: (words) => {
      done += words;
      onProgress({ done, total, unit: 'words' });
    },
  });
  if (!trained.ok) return trained;
  const { model } = trained.value;
  try {
    const scores = await measureText(trained.value, genotype, request);
    if (!scores.ok) return scores;
    const size = countRnn(genotype, { vocabulary: corpus.vocabulary.length, width: settings.width });
    const { parameters, multiplyAdds } = size;
    return ok({
      architecture: architecture.value as ArchitectureFile,
      metrics: {
        ...scores.value.metrics,
        model: { parameters, multiplyAdds },
        cost: {
          multiplyAdds: trained.value.multiplyAdds + multiplyAdds * scores.value.words,
          architectures: 1,
        },
      },
      weights: await encodeWeights(model.parameters),
    });
  } finally {
    model.dispose();
  }
}

interface MeasuredText {
  readonly metrics: Pick<JobMetrics, 'validation' | 'test'>;
  /** Words read for it beyond those of the training. */
  readonly words: number;
}

/** The validation text chose the epoch; the test text is read only when its score is what the job measures. */
async function measureText(
  { model, validation }: TrainedLanguageModel,
  genotype: RnnGenotype,
  { measure, settings: { unroll }, corpus }: TextRequest,
): Promise<Result<MeasuredText, JobFailure>> {
  const text = sideBySide(corpus.test, heldOutBatch);
  if (measure === 'test' && predictions(text) === 0) return refuse('The test text is too short to be read');
  const mode = (): CellMode => ({ kind: 'path', genotype });
  const score = measure === 'test' ? await evaluateLanguage({ model, mode, text, unroll }) : validation;
  const metrics = languageScore(measure, score);
  return metrics.ok ? ok({ metrics: metrics.value, words: measure === 'test' ? score.tokens : 0 }) : metrics;
}
