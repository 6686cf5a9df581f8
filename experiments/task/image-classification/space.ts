/** What image classification asks of a space: the size of an architecture's network, and its training from scratch. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobMetrics, ModelMetrics } from '../../../schemas/metrics.ts';
import type { Result } from '../../../schemas/result.ts';
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import type { ImageDataSet, ImageTraits } from '../../data/image-data-set.ts';
import type { ImagePart } from '../../data/part.ts';
import type { Key } from '../../rng/key.ts';
import type { SearchedSpace } from '../../space/variation.ts';
import type { Found } from '../found.ts';
import type { EpochSummary } from '../gradient-training.ts';
import type { Measurement } from '../tally.ts';
import type { Continuation } from './continuation.ts';
import type { SearchRun } from './search-run.ts';
import type { NetworkSettings, OptimizerSettings, TrainingSettings } from './settings.ts';

declare module '../../space/module.ts' {
  interface TaskSupport<G, A> {
    readonly 'image-classification'?: () => Promise<ImageSpace<G>>;
  }
}

/** `G`: architectures as files hold them. */
export interface ImageSpace<G> {
  /** The space as whose architectures they are trained and written: another one where that has the networks. */
  readonly name: string;
  /** The space and the operation `none`, for searches whose trials may have it. */
  readonly withNone?: SearchedSpace<G>;
  /** Why these settings give this architecture no network, or undefined. */
  networkProblem(genotype: G, traits: ImageTraits, settings: NetworkSettings): string | undefined;
  model(genotype: G, traits: ImageTraits, settings: StemmedNetwork): ModelMetrics;
  /** Of one image: the largest tensor of a network, which is at its beginning. */
  firstMaps(traits: ImageTraits, settings: StemmedNetwork): Maps;
  /** Whether its trainings can go on from one another, and follow a longer schedule than their own. */
  readonly continues?: boolean;
  /** Minibatches of `train`, for progress. */
  minibatches(settings: TrainingSettings, parts: MeasuredParts, continuation: Continuation): number;
  train(run: ImageTraining<G>): Promise<Result<TrainedImages, JobFailure>>;
  /** For spaces of which more is to be told after a search with shared weights than what the search measured. */
  sharedWeights?(run: SharedWeightsRun): SharedWeightsReports<G>;
}

/** What trains a network, and what measures it. */
export interface MeasuredParts {
  readonly train: ImagePart;
  readonly measured: ImagePart;
}

/** Without a stem, networks begin as on small images. */
export type StemmedNetwork = NetworkSettings & Partial<Pick<TrainingSettings, 'stem'>>;

export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The part of a search that such reports need. */
export interface SharedWeightsRun extends Omit<SearchRun<Pick<OptimizerSettings, 'batchSize'>>, 'train'> {
  readonly table: Nasbench101Table | null;
  readonly images: ImageDataSet;
  readonly rankedAfter: readonly number[];
}

export interface SharedWeightsReports<G> {
  /** What the search is given besides what every search is. */
  readonly run: object;
  /** After the search. */
  found(genotype: G): { readonly metrics: Partial<JobMetrics>; readonly lines: Required<Found>['lines'] };
}

export interface ImageTraining<G> {
  readonly genotype: G;
  readonly settings: TrainingSettings;
  readonly traits: ImageTraits;
  readonly train: ImagePart;
  /** The images that measure the trained network. */
  readonly measured: ImagePart;
  readonly key: Key;
  /** Whether the trained weights are handed on. */
  readonly keepsWeights: boolean;
  readonly continuation: Continuation;
  readonly onEpoch: (epoch: EpochSummary) => void;
  /** Called after each epoch, from 1. `measure` measures the network as it is then, and changes nothing. */
  readonly afterEpoch?: (epoch: number, measure: MeasureNow) => Promise<Result<null, JobFailure>>;
  /** One more minibatch was trained on or measured. */
  readonly onMinibatch: () => void;
}

export type MeasureNow = () => Promise<Result<Measurement, JobFailure>>;

export interface TrainedImages {
  readonly measured: Measurement;
  /** Multiply-adds spent, by the rule of CostMetrics. */
  readonly multiplyAdds: number;
  /** Weights and statistics of the network, as safetensors; undefined where they are not kept. */
  readonly weights: Uint8Array | undefined;
  /** What a longer training goes on from; absent where none follows. */
  readonly checkpoint?: Uint8Array;
}
