/** A cell of NAS-Bench-101 as a graph. */
import type { Family, Picture } from '../drawn-graph.ts';
import type { CellSpec } from './spec.ts';

/** @param spec a pruned cell, whose operations are its vertices */
export const drawSpec = ({ matrix, ops }: CellSpec): Picture => ({
  heading: null,
  graphs: [
    {
      title: 'NAS-Bench-101 cell',
      nodes: ops.map((op, v) => ({ id: String(v), text: op, family: families[op] ?? 'full' })),
      edges: matrix.flatMap((row, from) =>
        row.flatMap((entry, to) => (entry === 1 ? [{ from: String(from), to: String(to) }] : [])),
      ),
    },
  ],
});

const families: Readonly<Record<string, Family>> = {
  input: 'input',
  output: 'output',
  'conv3x3-bn-relu': 'separable',
  'conv1x1-bn-relu': 'dilated',
  maxpool3x3: 'pooling',
};
