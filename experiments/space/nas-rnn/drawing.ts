/** A recurrent cell as a graph, after Zoph and Le 2017, figures 5 and 8. */
import type { DrawnEdge, DrawnNode, Family, Picture } from '../drawn-graph.ts';
import type { Joint, NasRnnGenotype } from './cell.ts';
import { baseOf, childrenOf } from './tree.ts';
import type { Activation } from './words.ts';

/** @param name heading; null for none */
export const drawNasRnn = (genotype: NasRnnGenotype, name: string | null): Picture => ({
  heading: name,
  graphs: [{ title: 'Recurrent cell', nodes: nodesOf(genotype), edges: edgesOf(genotype) }],
});

/** What a node puts out: with the old memory in it where that enters there. */
const outputOf = (node: number, { cell_indices: [, input] }: NasRnnGenotype): string =>
  node === input ? 'inject' : String(node);

const nodesOf = ({ nodes, inject }: NasRnnGenotype): readonly DrawnNode[] => [
  { id: 'x', text: 'x', subscript: 't', family: 'input' },
  { id: 'h', text: 'h', subscript: 't−1', family: 'input' },
  { id: 'c', text: 'c', subscript: 't−1', family: 'input' },
  ...nodes.map(([combination], node): DrawnNode => {
    return { id: String(node), text: combination, family: 'node' };
  }),
  { id: 'inject', text: inject[0], family: 'node' },
  { id: 'hidden', text: 'h', subscript: 't', family: 'output' },
  { id: 'memory', text: 'c', subscript: 't', family: 'output' },
];

function edgesOf(genotype: NasRnnGenotype): readonly DrawnEdge[] {
  const { nodes, inject, cell_indices: indices } = genotype;
  const base = baseOf(nodes.length);
  const after = (node: number): Joint => (node === indices[1] ? inject : (nodes[node] ?? inject));
  const up = (node: number, to: string): DrawnEdge => ({
    from: outputOf(node, genotype),
    to,
    label: labelOf(after(node)),
  });
  return [
    ...nodes.flatMap((_, node) => {
      const children = childrenOf(node, base);
      const to = String(node);
      return children ? children.map((child) => up(child, to)) : ['x', 'h'].map((from) => ({ from, to }));
    }),
    { from: String(indices[1]), to: 'inject', label: labelOf(nodes[indices[1]] ?? inject) },
    { from: 'c', to: 'inject' },
    up(nodes.length - 1, 'hidden'),
    { from: String(indices[0]), to: 'memory' },
  ];
}

const families: Readonly<Record<Activation, Family>> = {
  identity: 'identity',
  tanh: 'squashing',
  sigmoid: 'squashing',
  sin: 'squashing',
  relu: 'separable',
};

const labelOf = ([, activation]: Joint) => ({ text: activation, family: families[activation] });
