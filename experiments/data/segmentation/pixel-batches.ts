/**
 * Minibatches of images with label maps: float32 NHWC, normalised; for training scaled, cropped and mirrored at random. What lies
 * beyond an image is its mean and is ignored.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Draws } from '../../rng/draws.ts';
import { ignored, type LabelledImage, type LabelledImages, type LabelMapTraits } from './label-maps.ts';

export interface PixelBatch {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** count x height x width x 3. */
  readonly images: Float32Array;
  /** count x height x width; `ignored` where nothing is to be learned or measured. */
  readonly labels: Int32Array;
}

export interface CropSettings {
  /** Side of the square crops, in pixels. */
  readonly cropSize: number;
  readonly flip: boolean;
  /** Images are scaled by a factor that is uniform between these. */
  readonly scaleMin: number;
  readonly scaleMax: number;
}

/** Where a batch reads from: rows and columns of the image for each pixel, as a scale and an offset. */
interface View {
  readonly scale: number;
  readonly top: number;
  readonly left: number;
  readonly mirrored: boolean;
}

const asItIs: View = { scale: 1, top: 0, left: 0, mirrored: false };

/** Random crops of images at these positions. */
export function croppedBatch(
  images: LabelledImages,
  positions: Uint32Array,
  traits: LabelMapTraits,
  settings: CropSettings,
  draws: Draws,
): Result<PixelBatch, JobFailure> {
  const { cropSize } = settings;
  const batch = emptyBatch(positions.length, cropSize, cropSize);
  for (const [i, position] of positions.entries()) {
    const image = images.read(position);
    if (!image.ok) return image;
    write(batch, i, image.value, drawView(image.value, traits, settings, draws), traits);
  }
  return ok(batch);
}

/**
 * Whole images in their order, as many of the same size together as `most`, scaled by one factor.
 */
export function* wholeBatches(
  images: LabelledImages,
  traits: LabelMapTraits,
  most: number,
  scale = 1,
): Generator<Result<PixelBatch, JobFailure>> {
  let held: LabelledImage[] = [];
  const take = (): Result<PixelBatch, JobFailure> => {
    const [{ height, width } = { height: 0, width: 0 }] = held;
    const batch = emptyBatch(held.length, scaled(height, scale), scaled(width, scale));
    held.forEach((image, i) => {
      write(batch, i, image, { ...asItIs, scale }, traits);
    });
    held = [];
    return ok(batch);
  };
  for (let index = 0; index < images.count; index += 1) {
    const image = images.read(index);
    if (!image.ok) {
      yield image;
      return;
    }
    const [first] = held;
    const fits = !first || (first.height === image.value.height && first.width === image.value.width);
    if (!fits || held.length === most) yield take();
    held.push(image.value);
  }
  if (held.length > 0) yield take();
}

const scaled = (size: number, scale: number): number => Math.max(1, Math.round(size * scale));

const emptyBatch = (count: number, height: number, width: number): PixelBatch => ({
  ...{ count, height, width },
  images: new Float32Array(count * height * width * 3),
  labels: new Int32Array(count * height * width).fill(ignored),
});

function drawView(
  { height, width }: LabelledImage,
  { mirrorSymmetric }: LabelMapTraits,
  { cropSize, flip, scaleMin, scaleMax }: CropSettings,
  draws: Draws,
): View {
  const scale = scaleMin + (scaleMax - scaleMin) * draws.uniform();
  const offset = (size: number): number => draws.below(Math.max(0, scaled(size, scale) - cropSize) + 1);
  const [top, left] = [offset(height), offset(width)];
  return { scale, top, left, mirrored: flip && mirrorSymmetric && draws.below(2) === 1 };
}

/** Colours are interpolated between corner pixels that stay in the corners; labels are those of the nearest pixel. */
function write(batch: PixelBatch, i: number, image: LabelledImage, view: View, traits: LabelMapTraits): void {
  const { height, width } = batch;
  const rows = Math.min(height, scaled(image.height, view.scale) - view.top);
  const columns = Math.min(width, scaled(image.width, view.scale) - view.left);
  const fromRow = sampling(image.height, scaled(image.height, view.scale), view.top, rows, false);
  const fromColumn = sampling(
    image.width,
    scaled(image.width, view.scale),
    view.left,
    columns,
    view.mirrored,
  );
  for (let y = 0; y < rows; y += 1) {
    const row = fromRow[y] ?? 0;
    for (let x = 0; x < columns; x += 1) {
      const column = fromColumn[x] ?? 0;
      const place = (i * height + y) * width + x;
      batch.labels[place] = image.labels[Math.round(row) * image.width + Math.round(column)] ?? ignored;
      for (let c = 0; c < 3; c += 1) {
        const value = interpolated(image, row, column, c) / 255;
        batch.images[3 * place + c] = (value - (traits.mean[c] ?? 0)) / (traits.std[c] ?? 1);
      }
    }
  }
}

/** Places in the image of so many pixels, the first of them at `offset` of the scaled image. */
function sampling(size: number, to: number, offset: number, count: number, mirrored: boolean): Float64Array {
  const step = to > 1 ? (size - 1) / (to - 1) : 0;
  const places = Float64Array.from({ length: count }, (_, i) => (offset + i) * step);
  return mirrored ? places.toReversed() : places;
}

function interpolated(
  { height, width, pixels }: LabelledImage,
  row: number,
  column: number,
  c: number,
): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, across] = [row - top, column - left];
  const at = (y: number, x: number): number =>
    pixels[3 * (Math.min(y, height - 1) * width + Math.min(x, width - 1)) + c] ?? 0;
  if (down === 0 && across === 0) return at(top, left);
  const upper = at(top, left) + (at(top, left + 1) - at(top, left)) * across;
  const lower = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * across;
  return upper + (lower - upper) * down;
}
