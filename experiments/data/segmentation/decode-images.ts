/** From PNG and JPEG files to colours and labels. */
import { type DecodedPng, decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { ignored } from './label-maps.ts';

interface Colours {
  readonly height: number;
  readonly width: number;
  /** height x width x 3. */
  readonly pixels: Uint8Array;
}

interface Labels {
  readonly height: number;
  readonly width: number;
  readonly labels: Uint8Array;
}

/** Grey images get three equal channels; transparency is left out. Fails with what is wrong. */
export function decodeColours(bytes: Uint8Array): Result<Colours, string> {
  try {
    if (bytes[0] === 0xff) {
      const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false });
      return ok({ height, width, pixels: data });
    }
    const png = decodePng(bytes);
    if (png.depth !== 8 || png.palette)
      return fail(`expected 8 bits a channel without a palette, found ${described(png)}`);
    const { width, height, channels, data } = png;
    const pixels = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
      const channel = channels < 3 ? 0 : i % 3;
      return data[Math.floor(i / 3) * channels + channel] ?? 0;
    });
    return ok({ height, width, pixels });
  } catch (error) {
    return fail(`no readable PNG or JPEG image (${error instanceof Error ? error.message : String(error)})`);
  }
}

/**
 * One value for each pixel: grey, or the index of a colour of the palette.
 * @param labelOf which values are classes; without it those below `classes` are. All others are ignored.
 */
export function decodeLabels(
  bytes: Uint8Array,
  classes: number,
  labelOf?: Readonly<Record<number, number>>,
): Result<Labels, string> {
  let png: DecodedPng;
  try {
    png = decodePng(bytes);
  } catch (error) {
    return fail(`no readable PNG image (${error instanceof Error ? error.message : String(error)})`);
  }
  if (png.depth !== 8 || png.channels !== 1) {
    return fail(`expected a label map of one channel of 8 bits, found ${described(png)}`);
  }
  const meaning = Uint8Array.from({ length: 256 }, (_, value) =>
    labelOf ? (labelOf[value] ?? ignored) : value < classes ? value : ignored,
  );
  const labels = Uint8Array.from(png.data, (value) => meaning[value] ?? ignored);
  return ok({ height: png.height, width: png.width, labels });
}

const described = ({ depth, channels, palette }: DecodedPng): string =>
  `${channels} of ${depth} bits${palette ? ' with a palette' : ''}`;
