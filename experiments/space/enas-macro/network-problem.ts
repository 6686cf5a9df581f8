/** Why these settings give an architecture of the macro space no network, or undefined. */
import type { MacroGenotype } from './genotype.ts';

export function macroProblem(
  { layers }: MacroGenotype,
  settings: { readonly layers: number },
): string | undefined {
  if (settings.layers <= layers.length) return undefined;
  return `The architecture has ${layers.length} layers: expected a setting \`layers\` of at most ${layers.length}, found ${settings.layers}`;
}
