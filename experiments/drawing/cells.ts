/** The cells of the search spaces as pictures. */
import type {
  CellSpecification,
  CnnGenotype,
  GenotypeEdge,
  RnnGenotype,
} from '../../schemas/architecture.ts';
import type { DrawnGraph, DrawnNode, Family } from './graph.ts';
import { renderSvg } from './svg.ts';

/** Normal and reduction cell side by side. @param name heading; null for none */
export const drawCnn = (genotype: CnnGenotype, name: string | null): string =>
  renderSvg({
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

/** @param name heading; null for none */
export const drawRnn = ({ recurrent, concat }: RnnGenotype, name: string | null): string =>
  renderSvg({
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
            label: { text: activation, family: familyOf(activation) },
          })),
          ...concat.map((state) => ({ from: String(state), to: 'output' })),
        ],
      },
    ],
  });

/** @param spec a pruned cell, whose operations are its vertices */
export const drawSpec = ({ matrix, ops }: CellSpecification): string =>
  renderSvg({
    heading: null,
    graphs: [
      {
        title: 'NAS-Bench-101 cell',
        nodes: ops.map((op, v) => ({ id: String(v), text: op, family: familyOf(op) })),
        edges: matrix.flatMap((row, from) =>
          row.flatMap((entry, to) => (entry === 1 ? [{ from: String(from), to: String(to) }] : [])),
        ),
      },
    ],
  });

const families: readonly (readonly [RegExp, Family])[] = [
  [/^input$/, 'input'],
  [/^output$/, 'output'],
  [/^none$/, 'none'],
  [/pool/, 'pooling'],
  [/^(skip_connect|identity)$/, 'identity'],
  [/^(sep_conv|relu$|conv3x3)/, 'separable'],
  [/^(dil_conv|conv1x1)/, 'dilated'],
  [/^(tanh|sigmoid)$/, 'squashing'],
];

const familyOf = (operation: string): Family =>
  families.find(([pattern]) => pattern.test(operation))?.[1] ?? 'full';
