/** The ten texture families of textures10, as brightness in [0, 1] over pixel coordinates. */
import { cosTurns, sinTurns } from '../../schemas/exact-math.ts';
import type { Draws } from '../rng/draws.ts';

/** Brightness at a pixel, x to the right and y down. */
export type Pattern = (x: number, y: number) => number;

/** A wave of period 1 between 0 and 1, from a triangle smoothed at its turns: only exact operations. */
function wave(t: number): number {
  const s = Math.abs(2 * (t - Math.floor(t)) - 1);
  return s * s * (3 - 2 * s);
}

/** Coordinates turned by an angle (in turns), divided by a period, and shifted by random phases. */
interface Frame {
  readonly u: Pattern;
  readonly v: Pattern;
}

function frame(angle: number, period: number, draws: Draws): Frame {
  const tilted = angle + 0.07 * (draws.uniform() - 0.5);
  const [c, s] = [cosTurns(tilted) / period, sinTurns(tilted) / period];
  const [phaseU, phaseV] = [draws.uniform(), draws.uniform()];
  return { u: (x, y) => x * c + y * s + phaseU, v: (x, y) => y * c - x * s + phaseV };
}

function stripes(angle: number, draws: Draws): Pattern {
  const { u } = frame(angle, period(draws), draws);
  return (x, y) => wave(u(x, y));
}

function checks(angle: number, draws: Draws): Pattern {
  const { u, v } = frame(angle, period(draws), draws);
  return (x, y) => 0.5 + 2 * (wave(u(x, y)) - 0.5) * (wave(v(x, y)) - 0.5);
}

function dots(draws: Draws): Pattern {
  const { u, v } = frame(0.125 * draws.below(2), period(draws), draws);
  return (x, y) => wave(u(x, y)) * wave(v(x, y));
}

function zigzag(draws: Draws): Pattern {
  const { u, v } = frame(0.25 * draws.below(2), period(draws), draws);
  return (x, y) => wave(u(x, y) + Math.abs(2 * (v(x, y) / 2 - Math.floor(v(x, y) / 2)) - 1));
}

/** Rings around a random centre; `distance` makes them round or square. */
function rings(distance: (dx: number, dy: number) => number, size: number, draws: Draws): Pattern {
  const spacing = period(draws);
  const [centreX, centreY] = [size * (0.25 + 0.5 * draws.uniform()), size * (0.25 + 0.5 * draws.uniform())];
  const phase = draws.uniform();
  return (x, y) => wave(distance(x - centreX, y - centreY) / spacing + phase);
}

/** A random field: values on a lattice, smoothly joined. */
function blobs(size: number, draws: Draws): Pattern {
  const spacing = 0.5 * period(draws);
  const side = Math.ceil(size / spacing) + 2;
  const lattice = Float64Array.from({ length: side * side }, () => draws.uniform());
  const at = (i: number, j: number): number => lattice[j * side + i] ?? 0;
  const smooth = (t: number): number => t * t * (3 - 2 * t);
  return (x, y) => {
    const [i, j] = [Math.floor(x / spacing), Math.floor(y / spacing)];
    const [fx, fy] = [smooth(x / spacing - i), smooth(y / spacing - j)];
    const top = at(i, j) + (at(i + 1, j) - at(i, j)) * fx;
    const bottom = at(i, j + 1) + (at(i + 1, j + 1) - at(i, j + 1)) * fx;
    return top + (bottom - top) * fy;
  };
}

/** Pixels from one bright line to the next. */
const period = (draws: Draws): number => 4 + 3.5 * draws.uniform();

const eitherDiagonal = (draws: Draws): number => (draws.below(2) === 0 ? 0.125 : -0.125);

/** Names in label order, each with a maker of one random member for images of the given side. */
export const textureFamilies: readonly {
  readonly name: string;
  readonly make: (size: number, draws: Draws) => Pattern;
}[] = [
  { name: 'horizontal stripes', make: (_, draws) => stripes(0.25, draws) },
  { name: 'vertical stripes', make: (_, draws) => stripes(0, draws) },
  { name: 'diagonal stripes', make: (_, draws) => stripes(eitherDiagonal(draws), draws) },
  { name: 'checks', make: (_, draws) => checks(0, draws) },
  { name: 'diamonds', make: (_, draws) => checks(0.125, draws) },
  { name: 'dots', make: (_, draws) => dots(draws) },
  { name: 'round rings', make: (size, draws) => rings((x, y) => Math.sqrt(x * x + y * y), size, draws) },
  {
    name: 'square rings',
    make: (size, draws) => rings((x, y) => Math.max(Math.abs(x), Math.abs(y)), size, draws),
  },
  { name: 'zigzag', make: (_, draws) => zigzag(draws) },
  { name: 'blobs', make: (size, draws) => blobs(size, draws) },
];
