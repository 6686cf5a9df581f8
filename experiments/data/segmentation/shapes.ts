/**
 * shapes: generated 64x64 colour images with four to six shapes of nine kinds on a darker patterned ground, ten classes with the ground;
 * the same bytes on every machine. Colour tells shapes from ground and nothing else: only outlines tell the class. Shapes are turned, lie over each other and
 * reach over the edge, and noise lies on every value. Pixels within half a pixel of an outline are ignored, as the borders of PASCAL VOC.
 * docs/auto-deeplab.md has measured scores.
 */
import { cosTurns, sinTurns } from '../../../schemas/exact-math.ts';
import { ok } from '../../../schemas/result.ts';
import { type Draws, draws } from '../../rng/draws.ts';
import { type Key, key, split } from '../../rng/key.ts';
import type { DataLoader } from '../data-loader.ts';
import { ignored, type LabelledImage, type LabelledImages, type LabelMapSet } from './label-maps.ts';
import { type Outline, shapeOutlines } from './shape-outlines.ts';

const side = 64;
/** Half-width of the noise, as a part of full intensity. */
const noise = 0.12;

/** 240 images to train on and 80 to test with. */
export function generateShapes(): LabelMapSet {
  // The seed is part of the definition: there is one set of a name.
  const root = split(key(10), 'shapes');
  return {
    traits: {
      name: 'shapes',
      classNames: ['ground', ...shapeOutlines.map(({ name }) => name)],
      // A mirrored crescent is a crescent turned by more than any in the set.
      mirrorSymmetric: false,
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
    },
    train: generatePart(240, split(root, 'train')),
    validation: null,
    test: generatePart(80, split(root, 'test')),
  };
}

export const data: DataLoader<LabelMapSet> = { kind: 'label-maps', load: () => ok(generateShapes()) };

function generatePart(count: number, parent: Key): LabelledImages {
  const made = new Map<number, LabelledImage>();
  return {
    count,
    read(index) {
      const image = made.get(index) ?? generateImage(draws(split(parent, index)));
      made.set(index, image);
      return ok(image);
    },
  };
}

type Colour = readonly [number, number, number];

interface Shape {
  readonly label: number;
  readonly outline: Outline;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly cosine: number;
  readonly sine: number;
  readonly colour: Colour;
}

function generateImage(source: Draws): LabelledImage {
  const [first, second] = [drawColour(source, 0), drawColour(source, 0)];
  const [slopeX, slopeY] = [source.uniform() - 0.5, source.uniform() - 0.5];
  const phase = source.uniform();
  const shapes = Array.from({ length: 4 + source.below(3) }, () => drawShape(source));
  const pixels = new Uint8Array(side * side * 3);
  const labels = new Uint8Array(side * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const place = y * side + x;
      const top = topmost(shapes, x, y);
      labels[place] = top.label;
      const mix = wave(0.15 * (slopeX * x + slopeY * y) + phase);
      const colour = top.shape?.colour ?? first;
      // Ten of the bits for each channel.
      const random = source.uint32();
      for (let c = 0; c < 3; c += 1) {
        const base = colour[c] ?? 0;
        const plain = top.shape ? base : base + ((second[c] ?? 0) - base) * mix;
        const value = plain + 2 * noise * (((random >>> (10 * c)) & 1023) / 1023 - 0.5);
        pixels[3 * place + c] = Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5);
      }
    }
  }
  return { height: side, width: side, pixels, labels };
}

/** A wave of period 1 between 0 and 1, from a triangle smoothed at its turns: only exact operations. */
function wave(t: number): number {
  const s = Math.abs(2 * (t - Math.floor(t)) - 1);
  return s * s * (3 - 2 * s);
}

/** Ground is dark, shapes are light. @param least of each channel */
const drawColour = (source: Draws, least: number): Colour => [
  least + 0.5 * source.uniform(),
  least + 0.5 * source.uniform(),
  least + 0.5 * source.uniform(),
];

function drawShape(source: Draws): Shape {
  const kind = source.below(shapeOutlines.length);
  const turns = 0.16 * (source.uniform() - 0.5);
  return {
    label: kind + 1,
    outline: shapeOutlines[kind]?.outline ?? (() => 1),
    x: side * source.uniform(),
    y: side * source.uniform(),
    radius: 9 + 9 * source.uniform(),
    ...{ cosine: cosTurns(turns), sine: sinTurns(turns), colour: drawColour(source, 0.5) },
  };
}

/** Later shapes lie over earlier ones. */
function topmost(
  shapes: readonly Shape[],
  x: number,
  y: number,
): { readonly shape: Shape | undefined; readonly label: number } {
  for (const shape of shapes.toReversed()) {
    const [dx, dy] = [(x - shape.x) / shape.radius, (y - shape.y) / shape.radius];
    const [u, v] = [shape.cosine * dx + shape.sine * dy, shape.cosine * dy - shape.sine * dx];
    const distance = shape.radius * shape.outline(u, v);
    if (distance < -0.5) return { shape, label: shape.label };
    if (distance < 0.5) return { shape: distance < 0 ? shape : undefined, label: ignored };
  }
  return { shape: undefined, label: 0 };
}
