import type { Tensor } from '@tensorflow/tfjs-core';
import type { Gradients } from './differentiate.ts';
import { inPlace } from './in-place.ts';

/**
 * Scales all gradients, in place, by min(1, maxNorm / (norm + 1e-6)).
 *
 * @returns the norm over all gradients before clipping; null on an engine that cannot read values at once
 */
export const clipByGlobalNorm = (gradients: Gradients, maxNorm: number): number | null => {
  const { sumOfSquares, scale, clip } = inPlace();
  const given = gradients.filter((gradient): gradient is Tensor => gradient !== null);
  if (clip !== undefined) {
    clip(given, maxNorm);
    return null;
  }
  const norm = Math.sqrt(given.reduce((sum, gradient) => sum + sumOfSquares(gradient), 0));
  const factor = maxNorm / (norm + 1e-6);
  if (factor < 1) {
    // Two gradients may share their memory, and must shrink only once.
    const scaled = new Set<object>();
    for (const gradient of given) {
      if (!scaled.has(gradient.dataId)) scale(gradient, factor);
      scaled.add(gradient.dataId);
    }
  }
  return norm;
};

/** The L2 norm over all gradients together, on any engine. */
export async function globalNorm(gradients: Gradients): Promise<number> {
  const norm = clipByGlobalNorm(gradients, Infinity);
  if (norm !== null) return norm;
  let squares = 0;
  for (const gradient of gradients) {
    for (const value of (await gradient?.data()) ?? []) squares += value * value;
  }
  return Math.sqrt(squares);
}
