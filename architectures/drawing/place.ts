/** Where everything goes: x by column, y as near to the neighbours as the distances within a column allow. */
import type { Item, LayeredGraph } from './layers.ts';
import { type Columns, neighboursOf } from './order.ts';

export interface Placement {
  /** Left edge of each column. */
  readonly columnX: readonly number[];
  readonly columnWidth: readonly number[];
  /** Middle of each item. */
  readonly y: readonly number[];
  readonly width: number;
  readonly height: number;
}

const rounds = 60;
const straightenings = 8;
const itemGap = 14;
const leastColumnGap = 30;
const mostColumnGap = 74;

export function placed(graph: LayeredGraph, columns: Columns): Placement {
  const y = settled(graph, columns);
  const top = Math.min(...graph.items.map((item, i) => (y[i] ?? 0) - item.height / 2));
  const bottom = Math.max(...graph.items.map((item, i) => (y[i] ?? 0) + item.height / 2));
  const columnWidth = columns.map((column) => Math.max(...column.map((i) => graph.items[i]?.width ?? 0)));
  const columnX: number[] = [];
  let x = 0;
  columns.forEach((_, layer) => {
    columnX.push(x);
    x += (columnWidth[layer] ?? 0) + (layer + 1 < columns.length ? gapAfter(graph, layer, y) : 0);
  });
  return { columnX, columnWidth, y: y.map((value) => value - top), width: x, height: bottom - top };
}

/** Steep edges need more room. */
function gapAfter({ items, segments }: LayeredGraph, layer: number, y: readonly number[]): number {
  const steepest = segments
    .filter(({ from }) => items[from]?.layer === layer)
    .reduce((most, { from, to }) => Math.max(most, Math.abs((y[to] ?? 0) - (y[from] ?? 0))), 0);
  return Math.round(Math.min(mostColumnGap, Math.max(leastColumnGap, 0.45 * steepest)));
}

function settled(graph: LayeredGraph, columns: Columns): number[] {
  const { items } = graph;
  const { before, after } = neighboursOf(graph);
  const y = items.map(() => 0);
  const settle = (layer: number, towards: readonly (readonly (readonly number[])[])[]): void => {
    const column = columns[layer] ?? [];
    const wanted = column.map((i) => meanOf(i, towards, items, y));
    nearest(column, wanted, items).forEach((value, place) => {
      y[column[place] ?? 0] = value;
    });
  };
  const forwards = [...columns.keys()];
  const backwards = [...forwards].reverse();
  for (const layer of forwards) settle(layer, [before]);
  for (let round = 0; round < rounds; round += 1) {
    for (const layer of round % 2 === 0 ? backwards : forwards) settle(layer, [before, after]);
  }
  straighten(graph, columns, y);
  return y;
}

/** Moves the bends of an edge to one height, that of an end of the edge if possible, where nothing is in the way. */
function straighten({ items, chains }: LayeredGraph, columns: Columns, y: number[]): void {
  const place = new Map(columns.flatMap((column) => column.map((item, i) => [item, { column, i }] as const)));
  const distance = (a: number, b: number): number =>
    ((items[a]?.height ?? 0) + (items[b]?.height ?? 0)) / 2 + itemGap;
  for (let round = 0; round < straightenings; round += 1) {
    for (const chain of chains) {
      const bends = chain.filter((item) => items[item]?.width === 0);
      let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (const bend of bends) {
        const { column, i } = place.get(bend) ?? { column: [], i: 0 };
        const [above, below] = [column[i - 1], column[i + 1]];
        if (above !== undefined) low = Math.max(low, (y[above] ?? 0) + distance(above, bend));
        if (below !== undefined) high = Math.min(high, (y[below] ?? 0) - distance(bend, below));
      }
      if (bends.length === 0 || low > high) continue;
      const mean = bends.reduce((sum, bend) => sum + (y[bend] ?? 0), 0) / bends.length;
      const ends = [chain[chain.indexOf(bends[0] ?? 0) - 1], chain[chain.indexOf(bends.at(-1) ?? 0) + 1]];
      const heights = ends.map((end) => y[end ?? 0] ?? 0).filter((end) => end >= low && end <= high);
      const nearestEnd = heights.sort((a, b) => Math.abs(a - mean) - Math.abs(b - mean))[0];
      const level = nearestEnd ?? Math.min(high, Math.max(low, mean));
      for (const bend of bends) y[bend] = level;
    }
  }
}

/** Bends pull harder on each other, so that long edges become straight. */
function meanOf(
  item: number,
  towards: readonly (readonly (readonly number[])[])[],
  items: readonly Item[],
  y: readonly number[],
): number {
  const isBend = (i: number): boolean => items[i]?.width === 0;
  let sum = 0;
  let weights = 0;
  for (const other of towards.flatMap((links) => links[item] ?? [])) {
    const weight = isBend(item) && isBend(other) ? 8 : isBend(item) || isBend(other) ? 2 : 1;
    sum += weight * (y[other] ?? 0);
    weights += weight;
  }
  return weights === 0 ? (y[item] ?? 0) : sum / weights;
}

/**
 * The places nearest to the wanted ones, by squares, that keep order and distance: after subtracting the least
 * distances this is a monotone regression, solved by pooling neighbours that violate it (Ayer et al. 1955).
 */
function nearest(column: readonly number[], wanted: readonly number[], items: readonly Item[]): number[] {
  const offsets: number[] = [];
  column.forEach((item, place) => {
    const above = column[place - 1];
    const half = (i: number): number => (items[i]?.height ?? 0) / 2;
    offsets.push(above === undefined ? 0 : (offsets[place - 1] ?? 0) + half(above) + itemGap + half(item));
  });
  const pools: { sum: number; size: number }[] = [];
  wanted.forEach((value, place) => {
    pools.push({ sum: value - (offsets[place] ?? 0), size: 1 });
    for (;;) {
      const last = pools.at(-1);
      const previous = pools.at(-2);
      if (!last || !previous || previous.sum / previous.size <= last.sum / last.size) break;
      previous.sum += last.sum;
      previous.size += last.size;
      pools.pop();
    }
  });
  const levels = pools.flatMap(({ sum, size }) => new Array<number>(size).fill(sum / size));
  return levels.map((level, place) => level + (offsets[place] ?? 0));
}
