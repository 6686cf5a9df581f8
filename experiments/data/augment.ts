/** Random changes to one training image: crop after padding, mirror, cutout. */

import type { Draws } from '../rng/draws.ts';
import type { ImageTraits } from './image-data-set.ts';

export interface AugmentationSettings {
  /** Pixels of padding on each side, from which an image-sized window is cropped; 0 crops nothing. */
  readonly cropPadding: number;
  /** Whether half of the images are mirrored, where that keeps what they show. */
  readonly flip: boolean;
  /** Side of the square that is erased; 0 erases nothing. */
  readonly cutout: number;
  /** Chance that an image has a square erased; 1 without it. */
  readonly cutoutProbability?: number;
}

/** One image's changes. Rows [top, bottom) and columns [left, right) are erased after normalisation. */
export interface Change {
  /** Shift of the crop window against the image, in pixels, in [-cropPadding, cropPadding]. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly mirrored: boolean;
  readonly erased: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
}

const noErasure = { top: 0, bottom: 0, left: 0, right: 0 };

export const unchanged: Change = { shiftX: 0, shiftY: 0, mirrored: false, erased: noErasure };

export const augments = (settings: AugmentationSettings, traits: ImageTraits): boolean =>
  settings.cropPadding > 0 || (settings.flip && traits.mirrorSymmetric) || settings.cutout > 0;

export function drawChange(settings: AugmentationSettings, traits: ImageTraits, draws: Draws): Change {
  const { cropPadding, cutout, cutoutProbability = 1 } = settings;
  return {
    shiftX: cropPadding > 0 ? draws.below(2 * cropPadding + 1) - cropPadding : 0,
    shiftY: cropPadding > 0 ? draws.below(2 * cropPadding + 1) - cropPadding : 0,
    mirrored: settings.flip && traits.mirrorSymmetric && draws.below(2) === 1,
    erased:
      cutout > 0 && (cutoutProbability >= 1 || draws.uniform() < cutoutProbability)
        ? cutoutBox(draws.below(traits.height), draws.below(traits.width), cutout, traits)
        : noErasure,
  };
}

/** A box of side `cutout` around a centre, clipped to the image (DeVries and Taylor 2017, section 3.2). */
export function cutoutBox(
  centreY: number,
  centreX: number,
  cutout: number,
  { height, width }: { readonly height: number; readonly width: number },
): Change['erased'] {
  const half = Math.floor(cutout / 2);
  const clip = (value: number, size: number): number => Math.min(size, Math.max(0, value));
  return {
    top: clip(centreY - half, height),
    bottom: clip(centreY + half, height),
    left: clip(centreX - half, width),
    right: clip(centreX + half, width),
  };
}
