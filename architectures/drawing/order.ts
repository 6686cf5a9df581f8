/**
 * The order of items within each column: few crossings between columns, found by moving items to the mean place of
 * their neighbours, column after column and back, and by swapping neighbours while that helps.
 */
import type { LayeredGraph } from './layers.ts';

const sweeps = 24;

/** For each column, the indices of its items from top to bottom. */
export type Columns = readonly (readonly number[])[];

export function ordered(graph: LayeredGraph): Columns {
  const columns: number[][] = Array.from({ length: graph.layers }, () => []);
  graph.items.forEach(({ layer }, i) => {
    columns[layer]?.push(i);
  });
  const neighbours = neighboursOf(graph);
  let current: Columns = columns;
  let best = current;
  let fewest = crossings(current, neighbours);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    current = swapped(swept(current, neighbours, sweep % 2 === 0), neighbours);
    const count = crossings(current, neighbours);
    if (count < fewest) [best, fewest] = [current, count];
  }
  return best;
}

export interface Neighbours {
  readonly before: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
}

export function neighboursOf({ items, segments }: LayeredGraph): Neighbours {
  const before: number[][] = items.map(() => []);
  const after: number[][] = items.map(() => []);
  for (const { from, to } of segments) {
    before[to]?.push(from);
    after[from]?.push(to);
  }
  return { before, after };
}

const placesIn = (column: readonly number[]): Map<number, number> =>
  new Map(column.map((item, place) => [item, place]));

function swept(columns: Columns, { before, after }: Neighbours, forwards: boolean): Columns {
  const result = columns.map((column) => [...column]);
  const indices = forwards ? columns.keys() : [...columns.keys()].reverse();
  for (const layer of indices) {
    const fixed = placesIn(result[forwards ? layer - 1 : layer + 1] ?? []);
    if (fixed.size === 0) continue;
    const places = placesIn(result[layer] ?? []);
    const wanted = (item: number): number => {
      const seen = ((forwards ? before : after)[item] ?? []).map((other) => fixed.get(other) ?? 0);
      if (seen.length === 0) return places.get(item) ?? 0;
      return seen.reduce((sum, place) => sum + place, 0) / seen.length;
    };
    // Array.prototype.sort is stable: what wants the same place keeps its order.
    result[layer]?.sort((a, b) => wanted(a) - wanted(b));
  }
  return result;
}

/** Swaps neighbours in a column while that removes crossings. */
function swapped(columns: Columns, neighbours: Neighbours): Columns {
  const result = columns.map((column) => [...column]);
  let improves = true;
  for (let round = 0; improves && round < sweeps; round += 1) {
    improves = false;
    for (const [layer, column] of result.entries()) {
      const sides = [
        { fixed: placesIn(result[layer - 1] ?? []), links: neighbours.before },
        { fixed: placesIn(result[layer + 1] ?? []), links: neighbours.after },
      ];
      for (let i = 0; i + 1 < column.length; i += 1) {
        const [upper = 0, lower = 0] = [column[i], column[i + 1]];
        const gain = sides.reduce(
          (sum, side) => sum + pairCrossings(upper, lower, side) - pairCrossings(lower, upper, side),
          0,
        );
        if (gain > 0) {
          [column[i], column[i + 1]] = [lower, upper];
          improves = true;
        }
      }
    }
  }
  return result;
}

interface Side {
  readonly fixed: ReadonlyMap<number, number>;
  readonly links: readonly (readonly number[])[];
}

/** Crossings between the edges of two items of a column, the first above the second. */
function pairCrossings(upper: number, lower: number, { fixed, links }: Side): number {
  let count = 0;
  for (const a of links[upper] ?? []) {
    for (const b of links[lower] ?? []) if ((fixed.get(a) ?? 0) > (fixed.get(b) ?? 0)) count += 1;
  }
  return count;
}

/** All crossings between neighbouring columns. */
function crossings(columns: Columns, { after }: Neighbours): number {
  return columns.reduce((sum, column, layer) => {
    const side = { fixed: placesIn(columns[layer + 1] ?? []), links: after };
    const inColumn = column.reduce(
      (count, upper, i) =>
        count + column.slice(i + 1).reduce((more, lower) => more + pairCrossings(upper, lower, side), 0),
      0,
    );
    return sum + inColumn;
  }, 0);
}
