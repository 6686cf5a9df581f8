/**
 * Minibatches of photographs, read and decoded as they are asked for, so that memory holds one minibatch whatever the
 * size of the data set. What happens to an image depends on the key and on the image's position alone: how images are
 * put into minibatches, and in which order, changes nothing.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { Batch } from '../batches.ts';
import type { ImageTraits } from '../image-data-set.ts';
import { type ColourJitter, jitter } from './colour.ts';
import type { ImageFolder } from './image-folder.ts';
import { readPhotograph } from './read-photograph.ts';
import { resize } from './resize.ts';
import { crop, mirror, type RgbImage } from './rgb-image.ts';
import { centralSquare, randomWindow, shorterSide } from './windows.ts';

/** Of the images as a network sees them: mean and standard deviation as in quark0/darts@f276dd3. */
export const imagenetTraits = (classes: number): ImageTraits => ({
  name: 'imagenet',
  classes,
  height: 224,
  width: 224,
  channels: 3,
  mirrorSymmetric: true,
  maximum: 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
});

/** Of DARTS and PC-DARTS. */
export const dartsJitter: ColourJitter = { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.2 };

/** Measured images are resized so that this many pixels of the shorter side become 224, and cut to the middle. */
const margin = 256 / 224;

/** How training images are changed: a random window resized, mirrored half of the time, colours jittered. */
export interface PhotographAugmentation {
  /** Of the epoch: each image draws from a child of it. */
  readonly key: Key;
  readonly flip: boolean;
  readonly jitter: ColourJitter;
}

export class PhotographBatches {
  readonly #folder: ImageFolder;
  readonly #traits: ImageTraits;
  /** Normalised value of every byte, for each channel. */
  readonly #normalised: readonly Float32Array[];

  /** @param traits square images of three channels */
  constructor(folder: ImageFolder, traits: ImageTraits) {
    this.#folder = folder;
    this.#traits = traits;
    this.#normalised = traits.mean.map((mean, c) =>
      Float32Array.from({ length: 256 }, (_, v) => (v / traits.maximum - mean) / (traits.std[c] ?? 1)),
    );
  }

  /**
   * The images at `positions` in the folder, in that order. Without augmentation: resized and cut to the middle. Fails
   * with the name of the first file that is no image.
   */
  make(positions: Uint32Array, augmentation?: PhotographAugmentation): Result<Batch, JobFailure> {
    const { height, width, channels } = this.#traits;
    const size = height * width * channels;
    const images = new Float32Array(positions.length * size);
    const labels = new Int32Array(positions.length);
    for (const [i, position] of positions.entries()) {
      const photograph = readPhotograph(this.#folder, position);
      if (!photograph.ok) return photograph;
      const view = augmentation
        ? this.#randomView(photograph.value, position, augmentation)
        : this.#centralView(photograph.value);
      this.#normalise(view.data, images.subarray(i * size, (i + 1) * size));
      labels[i] = this.#folder.labels[position] ?? 0;
    }
    return ok({ count: positions.length, images, labels });
  }

  #randomView(
    image: RgbImage,
    position: number,
    { key, flip, jitter: amounts }: PhotographAugmentation,
  ): RgbImage {
    const { height, width, mirrorSymmetric } = this.#traits;
    const own = draws(split(key, 'image', position));
    const window = randomWindow(image.width, image.height, own);
    const resized = resize(crop(image, window), width, height);
    const view = flip && mirrorSymmetric && own.below(2) === 1 ? mirror(resized) : resized;
    jitter(view, amounts, own);
    return view;
  }

  #centralView(image: RgbImage): RgbImage {
    const { height: side } = this.#traits;
    const [width, height] = shorterSide(image.width, image.height, Math.round(side * margin));
    return crop(resize(image, width, height), centralSquare(width, height, side));
  }

  #normalise(data: Uint8Array, target: Float32Array): void {
    for (let at = 0; at < target.length; at += 1) {
      target[at] = this.#normalised[at % 3]?.[data[at] ?? 0] ?? 0;
    }
  }
}
