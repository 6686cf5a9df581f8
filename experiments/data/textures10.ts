/**
 * textures10: a generated set of ten texture families, 16x16 colour images, the same bytes on every machine. Random
 * phase, period, tilt, colours, shading, a distracting patch and noise leave nothing for a linear model to hold on
 * to, while a small convolutional network learns it in seconds. docs/data.md has measured accuracies.
 *
 * textures10-64: the same at 64x64 pixels, large enough for networks that begin at an eighth of an image's size.
 */
import { ok } from '../../schemas/result.ts';
import { type Draws, draws } from '../rng/draws.ts';
import { type Key, key, split } from '../rng/key.ts';
import type { DataLoader } from './data-loader.ts';
import { type ImageDataSet, type ImageTraits, imageSize, type StoredImages } from './image-data-set.ts';
import { type Pattern, textureFamilies } from './texture-patterns.ts';

/** Side of the images in the units in which textures and patches are drawn. */
const drawnSide = 16;
/** Half-width of the noise, as a part of full intensity. */
const noise = 0.16;

const traitsOf = (name: string, side: number): ImageTraits => ({
  name,
  classes: textureFamilies.length,
  height: side,
  width: side,
  channels: 3,
  mirrorSymmetric: true,
  maximum: 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.2, 0.2, 0.2],
});

export const textures10Traits = traitsOf('textures10', drawnSide);
const textures10LargeTraits = traitsOf('textures10-64', 4 * drawnSide);

/** 1,500 images to train on and 1,000 to test with. */
export const generateTextures10 = (): ImageDataSet<StoredImages> => generate(textures10Traits, 1500, 1000);

/** 600 images to train on and 200 to test with. */
export const generateTextures10Large = (): ImageDataSet<StoredImages> =>
  generate(textures10LargeTraits, 600, 200);

export const data: DataLoader<ImageDataSet> = { kind: 'images', load: () => ok(generateTextures10()) };

function generate(traits: ImageTraits, trainCount: number, testCount: number): ImageDataSet<StoredImages> {
  // The seed is part of the definition: there is one set of a name.
  const root = split(key(10), traits.name);
  return {
    traits,
    train: generateSplit(traits, trainCount, split(root, 'train')),
    test: generateSplit(traits, testCount, split(root, 'test')),
  };
}

/** Labels go round, so that any part of the images in order is balanced. */
function generateSplit(traits: ImageTraits, count: number, parent: Key): StoredImages {
  const size = imageSize(traits);
  const images = new Uint8Array(count * size);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % textureFamilies.length);
  for (let i = 0; i < count; i += 1) {
    const source = draws(split(parent, i));
    const pattern = textureFamilies[labels[i] ?? 0]?.make(drawnSide, source) ?? (() => 0);
    paint(images.subarray(i * size, (i + 1) * size), traits.height, pattern, source);
  }
  return { count, images, labels };
}

/** Draws one image: two colours mixed by the pattern, shading across it, a patch over it, noise on every value. */
function paint(image: Uint8Array, side: number, pattern: Pattern, source: Draws): void {
  const unit = drawnSide / side;
  const [from, to] = contrastingColours(source);
  const shading = [0, 0].map(() => (0.4 * (source.uniform() - 0.5)) / drawnSide);
  const patch = randomPatch(source);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const [x, y] = [column * unit, row * unit];
      const mix = pattern(x, y);
      const light = (shading[0] ?? 0) * (x - drawnSide / 2) + (shading[1] ?? 0) * (y - drawnSide / 2);
      const covered = x >= patch.left && x < patch.right && y >= patch.top && y < patch.bottom;
      // Ten of the bits for each channel.
      const random = source.uint32();
      for (let c = 0; c < 3; c += 1) {
        const base = from[c] ?? 0;
        const colour = covered ? (patch.colour[c] ?? 0) : base + ((to[c] ?? 0) - base) * mix;
        const value = colour + light + 2 * noise * (((random >>> (10 * c)) & 1023) / 1023 - 0.5);
        image[3 * (row * side + column) + c] = Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5);
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
  const [left, top] = [source.below(drawnSide - width + 1), source.below(drawnSide - height + 1)];
  return {
    left,
    top,
    right: left + width,
    bottom: top + height,
    colour: [source.uniform(), source.uniform(), source.uniform()],
  };
}
