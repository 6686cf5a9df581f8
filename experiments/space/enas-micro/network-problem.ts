/** Why a network of micro cells cannot be built, or undefined. Padding lets images of any size be halved. */
import type { MicroShape } from './plan.ts';

export function microProblem({ image }: MicroShape, auxiliary: boolean): string | undefined {
  if (!auxiliary) return undefined;
  const size = Math.ceil(Math.ceil(Math.min(image.height, image.width) / 2) / 2);
  if (size >= 5) return undefined;
  return `The auxiliary head needs maps of at least 5x5 after the second reduction, got ${size} rows or columns; set auxiliaryWeight to 0`;
}
