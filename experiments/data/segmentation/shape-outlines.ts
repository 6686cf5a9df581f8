/**
 * The nine shapes of the generated set as distances: below 0 inside, above 0 outside, about 1 for one unit. A shape fills the unit
 * circle or nearly so; v points down.
 */

/** @param u @param v coordinates in which the shape has radius 1 */
export type Outline = (u: number, v: number) => number;

const fromCentre = (u: number, v: number): number => Math.sqrt(u * u + v * v);
const box = (u: number, v: number, halfWidth: number, halfHeight: number): number =>
  Math.max(Math.abs(u) - halfWidth, Math.abs(v) - halfHeight);

/** The sides of an isosceles triangle lean by 0.9 over 1.7. */
const leaning = Math.sqrt(1.7 * 1.7 + 0.9 * 0.9);

/** In order of the labels 1 to 9; 0 is the background. */
export const shapeOutlines: readonly { readonly name: string; readonly outline: Outline }[] = [
  { name: 'disc', outline: (u, v) => fromCentre(u, v) - 1 },
  { name: 'ring', outline: (u, v) => Math.abs(fromCentre(u, v) - 0.75) - 0.25 },
  { name: 'square', outline: (u, v) => box(u, v, 0.85, 0.85) },
  { name: 'frame', outline: (u, v) => Math.abs(box(u, v, 0.65, 0.65)) - 0.2 },
  { name: 'diamond', outline: (u, v) => (Math.abs(u) + Math.abs(v) - 1.05) / Math.SQRT2 },
  { name: 'triangle', outline: (u, v) => Math.max(v - 0.7, (1.7 * Math.abs(u) - 0.9 * (v + 1)) / leaning) },
  { name: 'cross', outline: (u, v) => Math.min(box(u, v, 1, 0.3), box(u, v, 0.3, 1)) },
  { name: 'half disc', outline: (u, v) => Math.max(fromCentre(u, v) - 1, -v) },
  { name: 'crescent', outline: (u, v) => Math.max(fromCentre(u, v) - 1, 0.8 - fromCentre(u - 0.5, v)) },
];
