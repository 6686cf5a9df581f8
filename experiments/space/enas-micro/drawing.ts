/** The two cells of the micro space as graphs. */
import type { DrawnGraph, DrawnNode, Family, Picture } from '../drawn-graph.ts';
import { type Cell, looseEnds } from './cell.ts';
import type { MicroGenotype } from './genotype.ts';
import { type Operation, partsOf } from './operations.ts';

/** Normal and reduction cell side by side. @param name heading; null for none */
export const drawMicro = ({ normal, reduce }: MicroGenotype, name: string | null): Picture => ({
  heading: name,
  graphs: [drawCell('Normal cell', normal), drawCell('Reduction cell', reduce)],
});

function drawCell(title: string, cell: Cell): DrawnGraph {
  const nodes: DrawnNode[] = [
    { id: '0', text: 'h', subscript: 'i−1', family: 'input' },
    { id: '1', text: 'h', subscript: 'i', family: 'input' },
    ...cell.map((_, i): DrawnNode => ({ id: String(i + 2), text: 'add', family: 'node' })),
    { id: 'output', text: 'h', subscript: 'i+1', family: 'output' },
  ];
  return {
    title,
    nodes,
    edges: [
      ...cell.flatMap((node, i) =>
        node.map(([operation, from]) => ({
          from: String(from),
          to: String(i + 2),
          label: { text: operation, family: familyOf(operation) },
        })),
      ),
      ...looseEnds(cell).map((node) => ({ from: String(node), to: 'output' })),
    ],
  };
}

function familyOf(operation: Operation): Family {
  const { kind } = partsOf(operation);
  return kind === 'avg' || kind === 'max' ? 'pooling' : kind;
}
