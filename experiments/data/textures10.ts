/**
 * textures10: a generated set of ten texture families, 16x16 colour images, the same bytes on every machine. Random
 * phase, period, tilt, colours, shading, a distracting patch and noise leave nothing for a linear model to hold on
 * to, while a small convolutional network learns it in seconds. docs/data.md has measured accuracies.
 */
import { type Draws, draws } from '../rng/draws.ts';
import { type Key, key, split } from '../rng/key.ts';
import { type ImageDataSet, type ImageSplit, type ImageTraits, imageSize } from './image-data-set.ts';
import { type Pattern, textureFamilies } from './texture-patterns.ts';

const side = 16;
const trainCount = 1500;
const testCount = 1000;
/** Half-width of the noise, as a part of full intensity. */
const noise = 0.16;

export const textures10Traits: ImageTraits = {
  name: 'textures10',
  classes: textureFamilies.length,
  height: side,
  width: side,
  channels: 3,
  mirrorSymmetric: true,
  maximum: 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.2, 0.2, 0.2],
};

export function generateTextures10(): ImageDataSet {
  // The seed is part of the definition: there is one textures10.
  const root = split(key(10), 'textures10');
  return {
    traits: textures10Traits,
    train: generateSplit(trainCount, split(root, 'train')),
    test: generateSplit(testCount, split(root, 'test')),
  };
}

/** Labels go round, so that any part of the images in order is balanced. */
function generateSplit(count: number, parent: Key): ImageSplit {
  const size = imageSize(textures10Traits);
  const images = new Uint8Array(count * size);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % textureFamilies.length);
  for (let i = 0; i < count; i += 1) {
    const source = draws(split(parent, i));
    const pattern = textureFamilies[labels[i] ?? 0]?.make(side, source) ?? (() => 0);
    paint(images.subarray(i * size, (i + 1) * size), pattern, source);
  }
  return { count, images, labels };
}

/** Draws one image: two colours mixed by the pattern, shading across it, a patch over it, noise on every value. */
function paint(image: Uint8Array, pattern: Pattern, source: Draws): void {
  const [from, to] = contrastingColours(source);
  const shading = [0, 0].map(() => (0.4 * (source.uniform() - 0.5)) / side);
  const patch = randomPatch(source);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const mix = pattern(x, y);
      const light = (shading[0] ?? 0) * (x - side / 2) + (shading[1] ?? 0) * (y - side / 2);
      const covered = x >= patch.left && x < patch.right && y >= patch.top && y < patch.bottom;
      // Ten of the bits for each channel.
      const random = source.uint32();
      for (let c = 0; c < 3; c += 1) {
        const base = from[c] ?? 0;
        const colour = covered ? (patch.colour[c] ?? 0) : base + ((to[c] ?? 0) - base) * mix;
        const value = colour + light + 2 * noise * (((random >>> (10 * c)) & 1023) / 1023 - 0.5);
        image[3 * (y * side + x) + c] = Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5);
      }
    }
  }
}

/** Two colours whose brightness differs by 0.25 to 0.6 in a random direction. */
function contrastingColours(source: Draws): readonly [readonly number[], readonly number[]] {
  const difference = (0.25 + 0.35 * source.uniform()) * (source.below(2) === 0 ? 1 : -1);
  const middle = 0.35 + 0.3 * source.uniform();
  const tint = (): number => 0.2 * (source.uniform() - 0.5);
  const colour = (brightness: number): readonly number[] => [0, 1, 2].map(() => brightness + tint());
  return [colour(middle - difference / 2), colour(middle + difference / 2)];
}

function randomPatch(source: Draws) {
  const [width, height] = [2 + source.below(5), 2 + source.below(5)];
  const [left, top] = [source.below(side - width + 1), source.below(side - height + 1)];
  return {
    left,
    top,
    right: left + width,
    bottom: top + height,
    colour: [source.uniform(), source.uniform(), source.uniform()],
  };
}
