/** The cells of a declared architecture as graphs. */
import type { DeclaredCell } from '../../../schemas/declared-space/declaration.ts';
import type { DrawnEdge, DrawnGraph, DrawnNode, Family } from '../drawn-graph.ts';
import type { CellGraph } from './cell-graph.ts';

export function drawCell({ name, inputs, output }: DeclaredCell, graph: CellGraph): DrawnGraph {
  const numbers = Array.from({ length: inputs }, (_, i) => i);
  const inputNodes = numbers.map(
    (i): DrawnNode => ({
      id: String(i),
      text: 'input',
      ...(inputs > 1 ? { subscript: String(i) } : {}),
      family: 'input',
    }),
  );
  const nodes = graph.map(
    (_, i): DrawnNode => ({ id: String(i + inputs), text: String(i + inputs), family: 'node' }),
  );
  const edges = graph.flatMap((taken, node) =>
    taken.map(([operation, source]): DrawnEdge => {
      const label = { text: operation, family: familyOf(operation) };
      return { from: String(source), to: String(node + inputs), label };
    }),
  );
  const given = outputSources({ inputs, output }, graph).map((source) => ({
    from: String(source),
    to: 'output',
  }));
  return {
    title: name,
    nodes: [...inputNodes, ...nodes, { id: 'output', text: output, family: 'output' }],
    edges: [...edges, ...given],
  };
}

/** The nodes that the output takes. */
function outputSources(
  { inputs, output }: Pick<DeclaredCell, 'inputs' | 'output'>,
  graph: CellGraph,
): readonly number[] {
  const all = graph.map((_, node) => node + inputs);
  if (output === 'last') return all.slice(-1);
  if (output !== 'concat-loose' && output !== 'sum-loose') return all;
  const taken = new Set(graph.flat().map(([, source]) => source));
  return all.filter((node) => !taken.has(node));
}

/** By what most names of operations have in common; colours only. */
const families: readonly (readonly [RegExp, Family])[] = [
  [/^(none|zero)/, 'none'],
  [/pool/, 'pooling'],
  [/skip|identity/, 'identity'],
  [/^sep/, 'separable'],
  [/^dil/, 'dilated'],
  [/tanh|relu|sigmoid|swish|gelu/, 'squashing'],
];

const familyOf = (operation: string): Family =>
  families.find(([pattern]) => pattern.test(operation))?.[1] ?? 'full';
