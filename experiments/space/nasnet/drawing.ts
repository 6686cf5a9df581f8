/** The two cells of a NASNet genotype as graphs. */
import type { DrawnGraph, DrawnNode, Family, Picture } from '../drawn-graph.ts';
import type { Cell } from './cell.ts';
import { cellOf, type NasnetGenotype } from './genotype.ts';
import { type Operation, partsOf } from './operations.ts';

/** Normal and reduction cell side by side. @param name heading; null for none */
export const drawNasnet = (genotype: NasnetGenotype, name: string | null): Picture => ({
  heading: name,
  graphs: [
    drawCell('Normal cell', cellOf(genotype, 'normal')),
    drawCell('Reduction cell', cellOf(genotype, 'reduce')),
  ],
});

function drawCell(title: string, { blocks, concat }: Cell): DrawnGraph {
  const nodes: DrawnNode[] = [
    { id: '0', text: 'h', subscript: 'i', family: 'input' },
    { id: '1', text: 'h', subscript: 'i−1', family: 'input' },
    ...blocks.map(({ combine }, b): DrawnNode => {
      return { id: String(b + 2), text: combine, family: 'node' };
    }),
    { id: 'output', text: 'h', subscript: 'i+1', family: 'output' },
  ];
  return {
    title,
    nodes,
    edges: [
      ...blocks.flatMap(({ inputs }, b) =>
        inputs.map(([operation, state]) => ({
          from: String(state),
          to: String(b + 2),
          label: { text: operation, family: familyOf(operation) },
        })),
      ),
      ...concat.map((state) => ({ from: String(state), to: 'output' })),
    ],
  };
}

function familyOf(operation: Operation): Family {
  const parts = partsOf(operation);
  switch (parts.kind) {
    case 'max':
    case 'avg':
      return 'pooling';
    case 'identity':
    case 'separable':
      return parts.kind;
    case 'full':
      return parts.dilation > 1 ? 'dilated' : 'full';
    case 'cross':
      return 'full';
    default:
      return parts satisfies never;
  }
}
