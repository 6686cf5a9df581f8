/** What language modelling asks of a space: the size of an architecture's model, and its training from scratch. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { ModelMetrics } from '../../../schemas/metrics.ts';
import type { Result } from '../../../schemas/result.ts';
import type { Corpus } from '../../data/language/corpus.ts';
import type { Checkpoint } from '../../model/checkpoint.ts';
import type { Key } from '../../rng/key.ts';
import type { LanguageModelShape } from '../../space/language-model-shape.ts';
import type { LanguageScore } from './score.ts';
import type { LanguageTrainingSettings } from './settings.ts';

declare module '../../space/module.ts' {
  interface TaskSupport<G, A> {
    readonly 'language-modelling'?: () => Promise<TextSpace<G>>;
  }
}

/** `G`: architectures as files hold them. */
export interface TextSpace<G> {
  /** Multiply-adds are of one token. */
  model(genotype: G, shape: LanguageModelShape): ModelMetrics;
  /**
   * Words that `train` trains on and measures, for progress; the last few of a pass may be left out.
   *
   * @param settings `epochs` of them are trained now
   */
  words(settings: LanguageTrainingSettings, corpus: Pick<Corpus, 'train' | 'validation'>): number;
  train(run: TextTraining<G>): Promise<Result<TrainedText, JobFailure>>;
}

export interface TextTraining<G> {
  readonly genotype: G;
  /** `epochs` is the budget of a trial. */
  readonly settings: LanguageTrainingSettings;
  /** Its test part is not read. */
  readonly corpus: Pick<Corpus, 'vocabulary' | 'train' | 'validation'>;
  readonly key: Key;
  /** What it goes on from; absent where it begins. */
  readonly from?: Checkpoint;
  /** Whether a longer training may follow. */
  readonly keepsCheckpoint?: boolean;
  readonly onEpoch?: (epoch: LanguageEpoch) => void;
  /** So many more words were trained on or measured. */
  readonly onStep?: (tokens: number) => void;
}

export interface LanguageEpoch {
  /** The first is 1, as in trajectories. */
  readonly epoch: number;
  /** Whether the validation score is that of averaged weights. */
  readonly averaged: boolean;
  /** In nats per word. */
  readonly trainLoss: number;
  readonly validation: LanguageScore;
}

/** With the weights of the best epoch. */
export interface TrainedText {
  /** Of the best epoch. */
  readonly validation: LanguageScore;
  /** Multiply-adds spent, by the rule of CostMetrics. */
  readonly multiplyAdds: number;
  /** What a longer training goes on from; undefined where none follows. */
  readonly checkpoint: Uint8Array | undefined;
  /** Measures another text, read in so many stretches side by side. */
  measure(text: Int32Array, stretches: number): Promise<LanguageScore>;
  /** As safetensors. */
  weights(): Promise<Uint8Array>;
  dispose(): void;
}
