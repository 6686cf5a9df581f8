/** The picture that a training left, and several of them put side by side. */
import { decode, encode } from 'fast-png';
import { contractProblemText } from '../../../../schemas/contract.ts';
import {
  type Predictions,
  predictionsFormat,
  predictionsLegendName,
  predictionsName,
} from '../../../../schemas/predictions.ts';
import { fail, ok, type Result } from '../../../../schemas/result.ts';

/** Pixels of three channels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** height x width x 3. */
  readonly data: Uint8Array;
}

export interface Sheet {
  readonly legend: Predictions;
  readonly pixels: Pixels;
}

/** Columns of the picture of one training. */
const sheetColumns = 3;
/** The last of them; the others are the same whatever was trained. */
const predictionColumn = 2;

/** Fails with what is wrong, as a clause. */
export function readSheet(png: Uint8Array, legendText: string): Result<Sheet, string> {
  const legend = predictionsFormat.parse(legendText);
  if (!legend.ok)
    return fail(`${predictionsLegendName}: ${legend.failures.map(contractProblemText).join('; ')}`);
  const pixels = readPixels(png);
  if (!pixels.ok) return pixels;
  const { images, gap } = legend.value;
  const least = sheetSize(legend.value);
  const { width, height } = pixels.value;
  if (width !== least.width || height !== least.height)
    return fail(
      `${predictionsName} is ${width}x${height}, and ${images.length} images with a gap of ${gap} need ${least.width}x${least.height}`,
    );
  return ok({ legend: legend.value, pixels: pixels.value });
}

function readPixels(png: Uint8Array): Result<Pixels, string> {
  try {
    const { width, height, channels, depth, data } = decode(png);
    if (channels !== 3 || depth !== 8)
      return fail(`${predictionsName} has ${channels} channels of ${depth} bits instead of 3 of 8`);
    return ok({ width, height, data: Uint8Array.from(data) });
  } catch (error) {
    return fail(
      `${predictionsName} is no PNG image (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** Of the picture of one training. */
export const sheetSize = (legend: Predictions) => sizeOf(legend, sheetColumns);

function sizeOf({ images, gap }: Predictions, columns: number) {
  return {
    width: Math.max(...images.map(({ width }) => columns * width + (columns - 1) * gap)),
    height: Math.max(...images.map(({ top, height }) => top + height)),
  };
}

/** The images, their truth, and then the predictions of each sheet. All have the same legend. */
export function sideBySide(sheets: readonly Sheet[]): Pixels {
  const [first] = sheets;
  if (first === undefined) throw new TypeError('Expected a sheet');
  const { legend } = first;
  const size = sizeOf(legend, predictionColumn + sheets.length);
  const to: Pixels = { ...size, data: new Uint8Array(3 * size.width * size.height).fill(255) };
  for (const row of legend.images) {
    const step = row.width + legend.gap;
    for (let column = 0; column < predictionColumn; column += 1)
      copy(first.pixels, to, row, { from: column * step, to: column * step });
    sheets.forEach(({ pixels }, i) => {
      copy(pixels, to, row, { from: predictionColumn * step, to: (predictionColumn + i) * step });
    });
  }
  return to;
}

/** As a PNG file; equal pixels make equal bytes. */
export const pngOf = ({ width, height, data }: Pixels): Uint8Array =>
  encode({ width, height, data, channels: 3 }, { zlib: { level: 9 } });

function copy(
  from: Pixels,
  to: Pixels,
  { top, height, width }: Predictions['images'][number],
  left: { readonly from: number; readonly to: number },
): void {
  for (let y = top; y < top + height; y += 1) {
    const start = 3 * (y * from.width + left.from);
    to.data.set(from.data.subarray(start, start + 3 * width), 3 * (y * to.width + left.to));
  }
}

/** The classes that are seen, in order, and whether pixels without one are. */
export function seenClasses(legend: Predictions, { data, width }: Pixels) {
  const { classes, ignored } = legend;
  const seen = new Set<number>();
  for (const row of legend.images) {
    const step = row.width + legend.gap;
    for (let y = row.top; y < row.top + row.height; y += 1)
      for (let x = step; x < width; x += 1) {
        const at = 3 * (y * width + x);
        seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
      }
  }
  const isSeen = (colour: string): boolean => seen.has(Number.parseInt(colour.slice(1), 16));
  return { classes: classes.filter(({ colour }) => isSeen(colour)), ignored: isSeen(ignored) };
}
