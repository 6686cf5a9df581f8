/** The two cells of a genotype as graphs. */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import type { DrawnGraph, DrawnNode, Family, Picture } from '../drawn-graph.ts';

/** Normal and reduction cell side by side. @param name heading; null for none */
export const drawCnn = (genotype: CnnGenotype, name: string | null): Picture => ({
  heading: name,
  graphs: [
    cnnCell('Normal cell', genotype.normal, genotype.normal_concat),
    cnnCell('Reduction cell', genotype.reduce, genotype.reduce_concat),
  ],
});

function cnnCell(title: string, edges: readonly GenotypeEdge[], concat: readonly number[]): DrawnGraph {
  const nodes: DrawnNode[] = [
    { id: '0', text: 'c', subscript: 'k−2', family: 'input' },
    { id: '1', text: 'c', subscript: 'k−1', family: 'input' },
    ...Array.from({ length: edges.length / 2 }, (_, node): DrawnNode => {
      return { id: String(node + 2), text: String(node), family: 'node' };
    }),
    { id: 'output', text: 'c', subscript: 'k', family: 'output' },
  ];
  return {
    title,
    nodes,
    edges: [
      ...edges.map(([operation, source], i) => ({
        from: String(source),
        to: String(Math.floor(i / 2) + 2),
        label: { text: operation, family: familyOf(operation) },
      })),
      ...concat.map((node) => ({ from: String(node), to: 'output' })),
    ],
  };
}

const families: readonly (readonly [RegExp, Family])[] = [
  [/^none$/, 'none'],
  [/pool/, 'pooling'],
  [/^skip_connect$/, 'identity'],
  [/^sep_conv/, 'separable'],
  [/^dil_conv/, 'dilated'],
];

const familyOf = (operation: string): Family =>
  families.find(([pattern]) => pattern.test(operation))?.[1] ?? 'full';
