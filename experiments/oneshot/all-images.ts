/** Training and validation part of a search together, for methods that search on all training images. */
import type { ImagePart } from '../data/part.ts';

/** @throws Error for parts of different splits */
export function allImages({
  train,
  validation,
}: {
  readonly train: ImagePart;
  readonly validation: ImagePart;
}): ImagePart {
  if (train.split !== validation.split) throw new Error('Internal error: the parts are of different splits');
  return { split: train.split, indices: Uint32Array.from([...train.indices, ...validation.indices]) };
}
