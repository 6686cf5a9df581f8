/** Minibatches as the network reads them: float32 NHWC, normalised, augmented; here of images in memory. */

import type { Draws } from '../rng/draws.ts';
import type { AugmentationSettings } from './augment.ts';
import { type Change, drawChange, unchanged } from './augment.ts';
import { type ImageTraits, imageSize, isStored } from './image-data-set.ts';
import type { ImagePart } from './part.ts';

export interface Batch {
  readonly count: number;
  /** count x height x width x channels. */
  readonly images: Float32Array;
  readonly labels: Int32Array;
}

/** What changes the images of a training batch: the settings, and the numbers to draw from. */
export interface Augmentation {
  readonly settings: AugmentationSettings;
  readonly draws: Draws;
}

export class BatchMaker {
  readonly #traits: ImageTraits;
  /** Normalised value of every stored byte, for each channel. */
  readonly #normalised: readonly Float32Array[];

  constructor(traits: ImageTraits) {
    this.#traits = traits;
    this.#normalised = traits.mean.map((mean, c) =>
      Float32Array.from({ length: 256 }, (_, v) => (v / traits.maximum - mean) / (traits.std[c] ?? 1)),
    );
  }

  /**
   * The images of `part` at `positions` (places in `part.indices`), in that order.
   *
   * @throws TypeError when the images are not in memory; `batchSource` knows those too
   */
  make({ split, indices }: ImagePart, positions: Uint32Array, augmentation?: Augmentation): Batch {
    if (!isStored(split)) {
      throw new TypeError(`This search needs images in memory, and those of ${this.#traits.name} are not`);
    }
    const count = positions.length;
    const size = imageSize(this.#traits);
    const images = new Float32Array(count * size);
    const labels = new Int32Array(count);
    positions.forEach((position, i) => {
      const index = indices[position] ?? 0;
      labels[i] = split.labels[index] ?? 0;
      const change = augmentation
        ? drawChange(augmentation.settings, this.#traits, augmentation.draws)
        : unchanged;
      const source = split.images.subarray(index * size, (index + 1) * size);
      this.#write(source, images.subarray(i * size, (i + 1) * size), change);
    });
    return { count, images, labels };
  }

  #write(source: Uint8Array, target: Float32Array, change: Change): void {
    const { height, width, channels } = this.#traits;
    const { top, bottom, left, right } = change.erased;
    for (let y = 0; y < height; y += 1) {
      const fromY = y + change.shiftY;
      for (let x = 0; x < width; x += 1) {
        // Erased after normalisation: the erased value is the mean, 0.
        if (y >= top && y < bottom && x >= left && x < right) continue;
        const fromX = (change.mirrored ? width - 1 - x : x) + change.shiftX;
        const inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
        const from = (fromY * width + fromX) * channels;
        for (let c = 0; c < channels; c += 1) {
          // The padding is black before normalisation.
          const value = inside ? (source[from + c] ?? 0) : 0;
          target[(y * width + x) * channels + c] = this.#normalised[c]?.[value] ?? 0;
        }
      }
    }
  }
}

/** Consecutive runs of at most `size` positions; the last one may be shorter. */
export function* inBatches(positions: Uint32Array, size: number): Generator<Uint32Array> {
  for (let from = 0; from < positions.length; from += size) yield positions.subarray(from, from + size);
}

/** 0, 1, ..., count - 1: a part in its own order. */
export const inOrder = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);
