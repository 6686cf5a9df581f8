/** What a search is given besides its space, and what it gives back. */
import type { JsonObject } from '../../schemas/json.ts';
import type { CostMetrics } from '../../schemas/metrics.ts';
import type { ImageTraits } from '../data/image-data-set.ts';
import type { ImagePart } from '../data/part.ts';
import type { Key } from '../rng/key.ts';
import type { Measurement } from '../task/tally.ts';

export interface SearchRun<Settings> {
  readonly settings: Settings;
  readonly traits: ImageTraits;
  readonly train: ImagePart;
  readonly validation: ImagePart;
  readonly key: Key;
  readonly observer: SearchObserver;
}

export interface SearchObserver {
  /** One line of the trajectory. */
  line(content: JsonObject): void;
  /**
   * Units of work done so far, and in all.
   * @param resumed of those done, what an attempt of before had finished
   */
  progress(
    done: number,
    total: number,
    metric?: { readonly name: string; readonly value: number },
    resumed?: number,
  ): void;
}

/** `A`: an architecture of the space that was searched. `V`: null where a search trains on all images. */
export interface SearchOutcome<A, V extends Measurement | null = Measurement> {
  readonly architecture: A;
  /** Of the architecture found, as the search saw it. */
  readonly validation: V;
  readonly cost: CostMetrics;
}
