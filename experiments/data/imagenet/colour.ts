/**
 * Changes of colour, to the byte as Pillow makes them (`ImageEnhance`, and HSV in bytes for the hue), because published
 * ImageNet numbers rest on those. Images are changed in place.
 */
import type { Draws } from '../../rng/draws.ts';
import type { RgbImage } from './rgb-image.ts';
import { between } from './windows.ts';

/** How far each factor may go from leaving the image as it is. DARTS takes 0.4, 0.4, 0.4 and 0.2. */
export interface ColourJitter {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** In turns, at most 0.5. */
  readonly hue: number;
}

export type ColourChange = keyof ColourJitter;

const changes: readonly ColourChange[] = ['brightness', 'contrast', 'saturation', 'hue'];

/** The four changes in random order, each by a random factor. */
export function jitter(image: RgbImage, amounts: ColourJitter, draws: Draws): void {
  const factors = changes.map((change) => {
    const amount = amounts[change];
    return change === 'hue'
      ? between(-amount, amount, draws)
      : between(Math.max(0, 1 - amount), 1 + amount, draws);
  });
  for (const i of draws.permutation(changes.length)) {
    const change = changes[i];
    if (change && amounts[change] > 0) applyChange(image, change, factors[i] ?? 1);
  }
}

/**
 * @param factor hue: turns, 0 changes nothing (but for the rounding of HSV to bytes); otherwise 1 changes nothing and 0
 * leaves black, the mean grey, or grey
 */
export function applyChange(image: RgbImage, change: ColourChange, factor: number): void {
  if (change === 'hue') turnHue(image, factor);
  else blend(image, opposites[change](image), factor);
}

/** What a factor of 0 leaves at a byte position. */
const opposites: Readonly<Record<Exclude<ColourChange, 'hue'>, (image: RgbImage) => (at: number) => number>> =
  {
    brightness: () => () => 0,
    contrast: (image) => {
      const mean = meanGrey(image);
      return () => mean;
    },
    saturation:
      ({ data }) =>
      (at) =>
        greyAt(data, at),
  };

/** Luminance of ITU-R 601 of the pixel at a byte position, in 16-bit fixed point. */
const greyAt = (data: Uint8Array, at: number): number =>
  ((data[at] ?? 0) * 19595 + (data[at + 1] ?? 0) * 38470 + (data[at + 2] ?? 0) * 7471 + 0x8000) >> 16;

function meanGrey({ data }: RgbImage): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 3) sum += greyAt(data, at);
  return Math.trunc(sum / (data.length / 3) + 0.5);
}

/** From `other` (factor 0) to the image itself (factor 1) and beyond; in single precision, truncated to bytes. */
function blend({ data }: RgbImage, other: (at: number) => number, factor: number): void {
  const alpha = Math.fround(factor);
  if (alpha === 1) return;
  for (let at = 0; at < data.length; at += 3) {
    const from = other(at);
    for (let c = at; c < at + 3; c += 1) {
      const value = Math.fround(from + Math.fround(alpha * ((data[c] ?? 0) - from)));
      data[c] = Math.min(255, Math.max(0, Math.trunc(value)));
    }
  }
}

function turnHue({ data }: RgbImage, turns: number): void {
  const shift = Math.trunc(turns * 255);
  for (let at = 0; at < data.length; at += 3) {
    const [hue, saturation, value] = toHsv(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    data.set(toRgb((hue + shift) & 255, saturation, value), at);
  }
}

type Triple = readonly [number, number, number];

/** All in bytes. */
function toHsv(r: number, g: number, b: number): Triple {
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  if (range === 0) return [0, 0, most];
  const below = (value: number): number => Math.fround((most - value) / range);
  const [red, green, blue] = [below(r), below(g), below(b)];
  const sixth = Math.fround(
    r === most ? Math.fround(blue - green) : g === most ? 2 + red - blue : 4 + green - red,
  );
  const turn = sixth / 6 + 1;
  const hue = Math.fround(turn - Math.floor(turn));
  return [Math.trunc(hue * 255), Math.trunc(Math.fround(range / most) * 255), most];
}

function toRgb(hue: number, saturation: number, value: number): Triple {
  if (saturation === 0) return [value, value, value];
  const sixths = (hue * 6) / 255;
  const sector = Math.floor(sixths);
  const f = Math.fround(sixths - sector);
  const s = Math.fround(saturation / 255);
  const p = Math.round(value * (1 - s));
  const q = Math.round(value * (1 - s * f));
  const t = Math.round(value * (1 - s * (1 - f)));
  const sectors: readonly Triple[] = [
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ];
  return sectors[sector % 6] ?? [value, value, value];
}
