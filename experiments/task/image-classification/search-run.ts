/** What a search that shares weights is given besides its space, and what it gives back. */

import type { CostMetrics } from '../../../schemas/metrics.ts';
import type { ImageTraits } from '../../data/image-data-set.ts';
import type { ImagePart } from '../../data/part.ts';
import type { Key } from '../../rng/key.ts';
import type { SearchObserver } from '../../trial/search-observer.ts';
import type { Measurement } from '../tally.ts';

export interface SearchRun<Settings> {
  readonly settings: Settings;
  readonly traits: ImageTraits;
  readonly train: ImagePart;
  readonly validation: ImagePart;
  readonly key: Key;
  readonly observer: SearchObserver;
}

/** `A`: an architecture of the space that was searched. `V`: null where a search trains on all images. */
export interface SearchOutcome<A, V extends Measurement | null = Measurement> {
  readonly architecture: A;
  /** Of the architecture found, as the search saw it. */
  readonly validation: V;
  readonly cost: CostMetrics;
}
