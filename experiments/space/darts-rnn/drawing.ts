/** A recurrent cell as a graph. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { DrawnNode, Family, Picture } from '../drawn-graph.ts';

/** @param name heading; null for none */
export const drawRnn = ({ recurrent, concat }: RnnGenotype, name: string | null): Picture => ({
  heading: name,
  graphs: [
    {
      title: 'Recurrent cell',
      nodes: [
        { id: 'x', text: 'x', subscript: 't', family: 'input' },
        { id: 'h', text: 'h', subscript: 't−1', family: 'input' },
        ...Array.from({ length: recurrent.length + 1 }, (_, state): DrawnNode => {
          return { id: String(state), text: String(state), family: 'node' };
        }),
        { id: 'output', text: 'h', subscript: 't', family: 'output' },
      ],
      edges: [
        { from: 'x', to: '0' },
        { from: 'h', to: '0' },
        ...recurrent.map(([activation, state], node) => ({
          from: String(state),
          to: String(node + 1),
          label: { text: activation, family: families[activation] ?? 'full' },
        })),
        ...concat.map((state) => ({ from: String(state), to: 'output' })),
      ],
    },
  ],
});

const families: Readonly<Record<string, Family>> = {
  tanh: 'squashing',
  sigmoid: 'squashing',
  relu: 'separable',
  identity: 'identity',
};
