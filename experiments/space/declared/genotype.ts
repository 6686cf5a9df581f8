/** A declared architecture as files hold it: each parameter that takes part, and each cell, under its name. */
import type { DeclaredSpace } from '../../../schemas/declared-space/declaration.ts';
import type { JsonValue } from '../../../schemas/json.ts';
import type { CellGraph } from './cell-graph.ts';
import { scalarOf, type ValueChoices, type Values } from './values.ts';

/** Repeated parameters are lists, with null for a layer in which they take no part. */
export type DeclaredGenotype = Readonly<Record<string, JsonValue>>;

/** An architecture taken apart. */
export interface Parts {
  readonly values: Values;
  /** In the order of the declaration's cells. */
  readonly cells: readonly CellGraph[];
}

export function genotypeOf(
  space: DeclaredSpace,
  choices: ValueChoices,
  { values, cells }: Parts,
): DeclaredGenotype {
  const entries: [string, JsonValue][] = [];
  for (const parameter of space.parameters) {
    const numbers = choices.numbersOf(parameter);
    const scalar = (number: number): JsonValue => {
      const value = values[number];
      return value === undefined ? null : scalarOf(parameter, value);
    };
    if (!parameter.layers) {
      const [number] = numbers;
      if (number !== undefined && values[number] !== undefined)
        entries.push([parameter.name, scalar(number)]);
      continue;
    }
    const layers = choices.layersIn(parameter, values);
    if (layers !== undefined) entries.push([parameter.name, numbers.slice(0, layers).map(scalar)]);
  }
  space.cells.forEach(({ name }, i) => {
    entries.push([
      name,
      (cells[i] ?? []).map((edges) => edges.map(([operation, source]) => [operation, source])),
    ]);
  });
  return Object.fromEntries(entries);
}
