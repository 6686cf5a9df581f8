import type { Parameter } from '../../engine/index.ts';

/**
 * Copies the values of parameters.
 *
 * @returns writes the copies back, bit for bit, whatever became of the parameters; may be called again
 */
export async function keepValues(parameters: readonly Parameter[]): Promise<() => void> {
  const copies: Float32Array[] = [];
  for (const parameter of parameters) copies.push(await parameter.download());
  return () => {
    parameters.forEach((parameter, i) => {
      const copy = copies[i];
      if (copy) parameter.write(copy);
    });
  };
}
