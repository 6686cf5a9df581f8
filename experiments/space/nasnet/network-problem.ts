/** Why a NASNet network cannot be built, or undefined. Padding lets every other size of images be halved. */
import { type NasnetShape, type StemKind, stemMaps } from './plan-network.ts';

export function nasnetProblem(shape: NasnetShape, stem: StemKind, auxiliary: boolean): string | undefined {
  const { initialChannels, layers } = shape;
  const least = stem === 'imagenet' ? 8 : 2;
  if (initialChannels < least) {
    return `A NASNet network with the ${stem} stem needs at least ${least} initial channels, got ${initialChannels}`;
  }
  if (layers < 2) return `A NASNet network needs at least 2 normal cells, got ${layers}`;
  const { height, width } = stemMaps(shape, stem);
  if (height < 1 || width < 1) {
    return `The imagenet stem needs images of at least 3x3 pixels, got ${shape.image.height}x${shape.image.width}`;
  }
  return auxiliary ? auxiliaryProblem(shape, stem) : undefined;
}

/** Its pooling has windows of five. */
function auxiliaryProblem(shape: NasnetShape, stem: StemKind): string | undefined {
  // The first reduction, and the two of the stem.
  const halvings = stem === 'imagenet' ? 8 : 2;
  const { height, width } = stemMaps(shape, stem);
  const size = Math.ceil(Math.min(height, width) / halvings);
  if (size >= 5) return undefined;
  return `The auxiliary head needs maps of at least 5x5 two thirds of the way through the network, got ${size} rows or columns`;
}
