/** What each task reads, how it trains a trial, and the settings of the stage that trains an architecture. */
import type { DataKind } from '../../schemas/data.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { TaskKind, TrainingStageKind } from '../../schemas/manifest.ts';
import { type Settings, withDefault } from '../../schemas/setting.ts';
import * as images from '../task/image-classification/settings.ts';
import * as text from '../task/language/settings.ts';

export interface DescribedTask {
  readonly data: DataKind;
  /** Null where a table knows the outcome. */
  readonly trial:
    | (Pick<typeof images.trial, 'schema'> & ExampleTrial)
    | (Pick<typeof text.trial, 'schema'> & ExampleTrial)
    | null;
  /** Null where nothing is trained. */
  readonly stage: TrainingStageSettings | null;
}

interface ExampleTrial {
  readonly example: JsonObject;
  readonly tiny: JsonObject;
}

export interface TrainingStageSettings {
  readonly kind: TrainingStageKind;
  readonly description: string;
  readonly settings: Settings;
  readonly example: JsonObject;
}

export const taskSettings: Readonly<Record<TaskKind, DescribedTask>> = {
  'image-classification': {
    data: 'images',
    trial: images.trial,
    stage: {
      kind: 'train',
      description: 'Trains architectures of an earlier stage from scratch on images.',
      settings: images.training,
      example: {
        ...{ batchSize: 96, initialChannels: 36, layers: 20, cutout: 16 },
        ...{ auxiliaryWeight: 0.4, dropPath: 0.2 },
      },
    },
  },
  'language-modelling': {
    data: 'text',
    trial: text.trial,
    stage: {
      kind: 'train-language',
      description: 'Trains recurrent cells of an earlier stage from scratch on text.',
      settings: {
        ...text.languageTraining,
        dropoutEmbedding: withDefault(text.languageTraining.dropoutEmbedding, 0.1),
      },
      example: {
        select: { metric: 'validation.perplexity', keep: 1 },
        ...{ batchSize: 64, width: 850 },
      },
    },
  },
  'tabular-benchmark': { data: 'table', trial: null, stage: null },
};
