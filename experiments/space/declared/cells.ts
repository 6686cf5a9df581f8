/** The choices of one cell: how many there are, drawing and changing them, and its identity. */
import type { GenotypeEdge } from '../../../schemas/architecture.ts';
import type { DeclaredCell } from '../../../schemas/declared-space/declaration.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { Draws } from '../../rng/draws.ts';
import { type CellGraph, canonicalGraph, reached } from './cell-graph.ts';
import { type CellShape, cellShapes } from './cell-shapes.ts';
import { drawWeighted } from './weighted-draw.ts';

export class CellChoices {
  readonly cell: DeclaredCell;
  #shapes: readonly CellShape[] | 'too many' | undefined;

  constructor(cell: DeclaredCell) {
    this.cell = cell;
  }

  /** Cells with numbered nodes: isomorphic ones count as often as they can be numbered. */
  get labelled(): bigint {
    const { inputs, edges, operations } = this.cell;
    return edges.reduce(
      (product, count, node) =>
        product * binomial(inputs + node, count) * BigInt(operations.length) ** BigInt(count),
      1n,
    );
  }

  /** Different cells; null where their shapes are too many to be told apart. */
  get count(): bigint | null {
    return this.#differentShapes()?.reduce((sum, { cells }) => sum + cells, 0n) ?? null;
  }

  /** Uniform over the different cells, or over the labelled ones where these are not counted. */
  sample(draws: Draws): CellGraph {
    const shapes = this.#differentShapes();
    return shapes ? this.#colour(shapes, draws) : this.#labelledSample(draws);
  }

  /** Another operation or another source for one edge, if there is one. */
  change(graph: CellGraph, draws: Draws): CellGraph | undefined {
    const { inputs, operations } = this.cell;
    const node = draws.below(graph.length);
    const edges = graph[node] ?? [];
    const at = draws.below(edges.length);
    const [operation, source] = edges[at] ?? ['', -1];
    const sources = range(inputs + node).filter((other) => edges.every(([, taken]) => taken !== other));
    const others = operations.filter((other) => other !== operation);
    const moves = sources.length > 0 && (others.length === 0 || draws.below(2) === 1);
    if (!moves && others.length === 0) return undefined;
    const edge: GenotypeEdge = moves ? [operation, draws.pick(sources)] : [draws.pick(others), source];
    return graph.with(node, bySource(edges.with(at, edge)));
  }

  /** Equal exactly for isomorphic cells, without the nodes that the output does not reach. */
  canonical(graph: CellGraph): JsonObject {
    const { inputs, output } = this.cell;
    return { inputs, output, nodes: canonicalGraph(inputs, reached(this.cell, graph).graph) };
  }

  #differentShapes(): readonly CellShape[] | undefined {
    this.#shapes ??= cellShapes(this.cell) ?? 'too many';
    return this.#shapes === 'too many' ? undefined : this.#shapes;
  }

  /**
   * A symmetry by how many colourings it leaves as they are, then one of these: so each different cell has the same
   * chance.
   */
  #colour(shapes: readonly CellShape[], draws: Draws): CellGraph {
    const { operations } = this.cell;
    const shape =
      shapes[
        drawWeighted(
          shapes.map(({ cells }) => cells),
          draws,
        )
      ];
    if (!shape) throw new Error('Internal error: a cell without a shape');
    const weights = shape.symmetries.map(({ length }) => BigInt(operations.length) ** BigInt(length));
    const cycles = shape.symmetries[drawWeighted(weights, draws)] ?? [];
    const words = new Map(
      cycles.flatMap((cycle) => {
        const word = draws.pick(operations);
        return cycle.map((edge) => [edge, word] as const);
      }),
    );
    const kept = new Set(shape.kept);
    let edge = -1;
    return shape.graph.map((edges, node) =>
      bySource(
        edges.map(([, source]): GenotypeEdge => {
          if (kept.has(node)) edge += 1;
          return [kept.has(node) ? (words.get(edge) ?? '') : draws.pick(operations), source];
        }),
      ),
    );
  }

  #labelledSample(draws: Draws): CellGraph {
    const { inputs, edges, operations } = this.cell;
    return edges.map((count, node) => {
      const sources = draws.permutation(inputs + node).slice(0, count);
      return bySource([...sources].map((source): GenotypeEdge => [draws.pick(operations), source]));
    });
  }
}

/** The order in which edges are written. */
export const bySource = (edges: readonly GenotypeEdge[]): readonly GenotypeEdge[] =>
  edges.toSorted(([, a], [, b]) => a - b);

export const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

function binomial(n: number, k: number): bigint {
  return range(k).reduce((product, i) => (product * BigInt(n - i)) / BigInt(i + 1), 1n);
}
