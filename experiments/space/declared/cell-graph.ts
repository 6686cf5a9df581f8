/**
 * Cells as graphs, up to the numbering of their nodes. Inputs keep their numbers, nodes may exchange theirs; what a
 * node takes has no order.
 */
import type { GenotypeEdge } from '../../../schemas/architecture.ts';
import type { DeclaredCell } from '../../../schemas/declared-space/declaration.ts';

/** For each node, what it takes: an operation on an input or an earlier node, numbered after the inputs. */
export type CellGraph = readonly (readonly GenotypeEdge[])[];

/** The graph without the nodes that its output does not reach; `kept` are the numbers of the others. */
export function reached(
  { inputs, output }: Pick<DeclaredCell, 'inputs' | 'output'>,
  graph: CellGraph,
): { readonly graph: CellGraph; readonly kept: readonly number[] } {
  const all = graph.map((_, node) => node);
  if (output !== 'last') return { graph, kept: all };
  const alive = new Set<number>([graph.length - 1]);
  for (const node of all.toReversed()) {
    if (!alive.has(node)) continue;
    for (const [, source] of graph[node] ?? []) if (source >= inputs) alive.add(source - inputs);
  }
  const kept = all.filter((node) => alive.has(node));
  const numbers = new Map(kept.map((node, i) => [node + inputs, i + inputs]));
  const renumber = ([operation, source]: GenotypeEdge): GenotypeEdge => [
    operation,
    numbers.get(source) ?? source,
  ];
  return { graph: kept.map((node) => (graph[node] ?? []).map(renumber)), kept };
}

/** Equal exactly for graphs that differ in the numbering of nodes alone. */
export const canonicalGraph = (inputs: number, graph: CellGraph): readonly string[] =>
  new Numbering(inputs, graph).least();

/** Finds the numbering whose list of nodes comes first. Only nodes that take the same leave a choice. */
class Numbering {
  readonly #inputs: number;
  readonly #graph: CellGraph;
  /** For each node, where it goes: consumer and operation, as text. */
  readonly #uses: readonly string[];

  constructor(inputs: number, graph: CellGraph) {
    this.#inputs = inputs;
    this.#graph = graph;
    this.#uses = graph.map((_, node) =>
      graph
        .flatMap((edges, consumer) =>
          edges.flatMap(([operation, source]) =>
            source === node + inputs ? [JSON.stringify([consumer, operation])] : [],
          ),
        )
        .sort()
        .join(' '),
    );
  }

  least(): readonly string[] {
    return this.#rest(new Map(), 0) ?? [];
  }

  /** @param numbers new numbers of the nodes before */
  #rest(numbers: ReadonlyMap<number, number>, next: number): readonly string[] {
    if (next === this.#graph.length) return [];
    const ready = this.#graph.flatMap((_, node) => {
      const text = numbers.has(node) ? undefined : this.#text(node, numbers);
      return text === undefined ? [] : [{ node, text }];
    });
    const first = ready.reduce((least, { text }) => (text < least ? text : least), ready[0]?.text ?? '');
    // Nodes that take the same and go to the same places are exchanged without a trace.
    const uses = new Set<string>();
    let best: readonly string[] | undefined;
    for (const { node, text } of ready) {
      if (text !== first || uses.has(this.#uses[node] ?? '')) continue;
      uses.add(this.#uses[node] ?? '');
      const rest = this.#rest(new Map(numbers).set(node, next), next + 1);
      if (!best || isBefore(rest, best)) best = rest;
    }
    return [first, ...(best ?? [])];
  }

  /** What a node takes, in new numbers; undefined while a source has none. */
  #text(node: number, numbers: ReadonlyMap<number, number>): string | undefined {
    const parts: string[] = [];
    for (const [operation, source] of this.#graph[node] ?? []) {
      const known = source < this.#inputs ? source : numbers.get(source - this.#inputs);
      if (known === undefined) return undefined;
      parts.push(JSON.stringify([source < this.#inputs ? known : known + this.#inputs, operation]));
    }
    return parts.sort().join(' ');
  }
}

/** Lists of equal length, by code unit. */
function isBefore(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    if (x !== y) return x < y;
  }
  return false;
}
