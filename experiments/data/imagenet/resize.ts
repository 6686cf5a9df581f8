/**
 * Bilinear resampling as Pillow does it, to the byte: a triangle filter as wide as the scale asks for (so that shrinking
 * averages), columns before rows, weights rounded to 22 bits and each pass to bytes. Published ImageNet numbers rest on
 * images resized like that.
 */
import { blank, type RgbImage } from './rgb-image.ts';

/** What one output position reads: `weights` from `start` on. */
interface Taps {
  readonly start: number;
  /** Integers; their sum is about 2^22. */
  readonly weights: readonly number[];
}

const precision = 2 ** 22;

/** @param width and `height` of the result, at least 1 */
export function resize(image: RgbImage, width: number, height: number): RgbImage {
  const narrow = resampleColumns(image, width);
  return resampleRows(narrow, height);
}

function resampleColumns({ width, height, data }: RgbImage, outWidth: number): RgbImage {
  if (outWidth === width) return { width, height, data };
  const taps = tapsFor(width, outWidth);
  const out = blank(outWidth, height);
  for (let y = 0; y < height; y += 1) {
    taps.forEach(({ start, weights }, x) => {
      mixPixels(data, 3 * (y * width + start), 3, weights, out.data, 3 * (y * outWidth + x));
    });
  }
  return out;
}

function resampleRows({ width, height, data }: RgbImage, outHeight: number): RgbImage {
  if (outHeight === height) return { width, height, data };
  const out = blank(width, outHeight);
  tapsFor(height, outHeight).forEach(({ start, weights }, y) => {
    for (let x = 0; x < width; x += 1) {
      mixPixels(data, 3 * (start * width + x), 3 * width, weights, out.data, 3 * (y * width + x));
    }
  });
  return out;
}

/** One output pixel from those at `from`, `from + step`, ... */
function mixPixels(
  data: Uint8Array,
  from: number,
  step: number,
  weights: readonly number[],
  out: Uint8Array,
  to: number,
): void {
  for (let c = 0; c < 3; c += 1) {
    let sum = precision / 2;
    let at = from + c;
    for (const weight of weights) {
      sum += weight * (data[at] ?? 0);
      at += step;
    }
    out[to + c] = Math.min(255, Math.max(0, Math.floor(sum / precision)));
  }
}

function tapsFor(size: number, outSize: number): readonly Taps[] {
  const scale = size / outSize;
  const reach = Math.max(scale, 1);
  return Array.from({ length: outSize }, (_, position) => {
    const centre = (position + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(size, Math.trunc(centre + reach + 0.5));
    const raw = Array.from({ length: end - start }, (_, i) =>
      Math.max(0, 1 - Math.abs((i + start - centre + 0.5) * (1 / reach))),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { start, weights: raw.map((weight) => Math.trunc(0.5 + (weight / total) * precision)) };
  });
}
