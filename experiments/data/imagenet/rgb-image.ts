/** A decoded photograph. */

export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** height x width x 3 bytes: red, green, blue. */
  readonly data: Uint8Array;
}

export const blank = (width: number, height: number): RgbImage => ({
  width,
  height,
  data: new Uint8Array(width * height * 3),
});

/** A window of an image, in pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** @param window lies within the image */
export function crop(image: RgbImage, { left, top, width, height }: Window): RgbImage {
  const out = blank(width, height);
  for (let y = 0; y < height; y += 1) {
    const from = 3 * ((top + y) * image.width + left);
    out.data.set(image.data.subarray(from, from + 3 * width), 3 * y * width);
  }
  return out;
}

/** Left and right exchanged. */
export function mirror({ width, height, data }: RgbImage): RgbImage {
  const out = blank(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = 3 * (y * width + x);
      out.data.set(data.subarray(from, from + 3), 3 * (y * width + (width - 1 - x)));
    }
  }
  return out;
}
