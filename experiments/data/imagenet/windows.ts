/**
 * Which part of a photograph a network sees. Sizes in pixels.
 * Source: Szegedy et al. 2015, section 6, in the form that torchvision gave it.
 */
import { exp, log } from '../../../schemas/exact-math.ts';
import type { Draws } from '../../rng/draws.ts';
import type { Window } from './rgb-image.ts';

const areas = [0.08, 1] as const;
const ratios = [3 / 4, 4 / 3] as const;
const attempts = 10;

/** A window of 8 % to 100 % of the area and a ratio of width to height between 3/4 and 4/3. */
export function randomWindow(width: number, height: number, draws: Draws): Window {
  const [low, high] = [log(ratios[0]), log(ratios[1])];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const area = width * height * between(areas[0], areas[1], draws);
    const ratio = exp(between(low, high, draws));
    const w = Math.round(Math.sqrt(area * ratio));
    const h = Math.round(Math.sqrt(area / ratio));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    return { left: draws.below(width - w + 1), top: draws.below(height - h + 1), width: w, height: h };
  }
  return centralWindow(width, height);
}

/** The largest window in the middle whose ratio is allowed: for images so long that no attempt fits. */
export function centralWindow(width: number, height: number): Window {
  const ratio = width / height;
  const w = ratio > ratios[1] ? Math.round(height * ratios[1]) : width;
  const h = ratio < ratios[0] ? Math.round(width / ratios[0]) : height;
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}

/** The size at which the shorter side is `side` pixels long. */
export function shorterSide(width: number, height: number, side: number): readonly [number, number] {
  return width <= height
    ? [side, Math.trunc((side * height) / width)]
    : [Math.trunc((side * width) / height), side];
}

/** A square in the middle. */
export function centralSquare(width: number, height: number, side: number): Window {
  return { left: halfOf(width - side), top: halfOf(height - side), width: side, height: side };
}

/** Half, rounded to the even neighbour where it lies in the middle, as Python's `round` does. */
function halfOf(gap: number): number {
  const down = Math.floor(gap / 2);
  return gap % 2 === 0 || down % 2 === 0 ? down : down + 1;
}

export const between = (low: number, high: number, draws: Draws): number =>
  low + (high - low) * draws.uniform();
