/** What segmentation asks of a space: the size of an architecture's network, and its training from scratch. */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { ModelMetrics } from '../../../schemas/metrics.ts';
import type { Result } from '../../../schemas/result.ts';
import type { LabelledImages, LabelMapSet, LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import type { Key } from '../../rng/key.ts';
import type { SegmentationScore } from './scores.ts';
import type { SegmentationTrainingSettings, SegmentationWidths } from './settings.ts';

declare module '../../space/module.ts' {
  interface TaskSupport<G, A> {
    readonly 'semantic-segmentation'?: () => Promise<SegmentationSpace<G>>;
  }
}

declare module '../data-cache.ts' {
  interface Loaded {
    readonly 'label-maps': LabelMapSet;
  }
}

/** `G`: architectures as files hold them. */
export interface SegmentationSpace<G> {
  /** Multiply-adds are of one image of the given size. */
  model(genotype: G, image: ImageSize, settings: SegmentationWidths): ModelMetrics;
  train(run: SegmentationTraining<G>): Promise<Result<TrainedSegmentation, JobFailure>>;
}

export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

export interface SegmentationTraining<G> {
  readonly genotype: G;
  readonly settings: SegmentationTrainingSettings;
  readonly traits: LabelMapTraits;
  readonly train: LabelledImages;
  /** The images that measure the trained network, whole. */
  readonly measured: LabelledImages;
  /** Images that it is asked for its classes of in the end; absent for none. */
  readonly pictured?: LabelledImages | undefined;
  readonly key: Key;
  /** Whether the trained weights are handed on. */
  readonly keepsWeights: boolean;
  readonly onEpoch: (epoch: SegmentationEpoch) => void;
  /** So many more images were trained on or measured. */
  readonly onImages: (images: number) => void;
}

export interface SegmentationEpoch {
  /** The first is 1, as in trajectories. */
  readonly epoch: number;
  /** Of its last step. */
  readonly learningRate: number;
  readonly trainLoss: number;
  readonly trainMiou: number;
}

export interface TrainedSegmentation {
  readonly measured: SegmentationScore;
  /** A class for each pixel of each pictured image; -1 where there is none. */
  readonly predicted: readonly Int32Array[];
  /** Multiply-adds spent, by the rule of CostMetrics. */
  readonly multiplyAdds: number;
  /** Weights and statistics of the network, as safetensors; undefined where they are not kept. */
  readonly weights: Uint8Array | undefined;
}
