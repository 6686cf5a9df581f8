/**
 * A colour for each class, as far apart as a short list goes. The first is grey, since class 0 is the ground of most data sets. After the
 * list come darker shades of it.
 */
const list: readonly number[] = [
  ...[0x9e9e9e, 0xe6194b, 0x3cb44b, 0x4363d8, 0xffe119, 0xf58231, 0x911eb4, 0x42d4f4, 0xf032e6, 0xbfef45],
  ...[0x9a6324, 0x469990, 0xdcbeff, 0x800000, 0xfabed4, 0x000075, 0xaaffc3, 0x808000, 0xfffac8, 0xffd8b1],
];
/** Each further round of the list has this much of the light of the first less, of 16 parts. */
const darker = 2;

export type Colour = readonly [red: number, green: number, blue: number];

/** Of pixels that are not measured, and of predictions that are no class. */
export const ignoredColour: Colour = [0, 0, 0];

/** @param label a class, from 0; 140 classes have different colours, after which they begin anew */
export function classColour(label: number): Colour {
  const rgb = list[label % list.length] ?? 0;
  const light = 16 - darker * (Math.floor(label / list.length) % 7);
  const channel = (shift: number): number => (((rgb >>> shift) & 255) * light) >>> 4;
  return [channel(16), channel(8), channel(0)];
}

export const hexColour = (colour: Colour): string =>
  `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
