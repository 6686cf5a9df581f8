/** An architecture of the macro space as a graph: layers from left to right, skip connections between them. */
import type { DrawnNode, Family, Picture } from '../drawn-graph.ts';
import type { MacroGenotype } from './genotype.ts';
import { type Operation, partsOf } from './operations.ts';

/** @param name heading; null for none */
export function drawMacro({ layers }: MacroGenotype, name: string | null): Picture {
  const nodes: DrawnNode[] = [
    { id: '0', text: 'stem', family: 'input' },
    ...layers.map(({ operation }, i): DrawnNode => {
      return { id: String(i + 1), text: operation, family: familyOf(operation) };
    }),
    { id: 'output', text: 'output', family: 'output' },
  ];
  const edges = layers.flatMap(({ skips }, i) =>
    [...skips, i].map((map) => ({ from: String(map), to: String(i + 1) })),
  );
  const last = { from: String(layers.length), to: 'output' };
  return { heading: name, graphs: [{ title: `${layers.length} layers`, nodes, edges: [...edges, last] }] };
}

function familyOf(operation: Operation): Family {
  const { kind } = partsOf(operation);
  return kind === 'avg' || kind === 'max' ? 'pooling' : kind;
}
