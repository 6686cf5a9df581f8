/**
 * The three encodings of nas_benchmarks for NAS-Bench-101 as independent parameters (Ying et al. 2019, supplement S3):
 * edges, or a choice of edges, and then the five operations. Many configurations are no cell of the benchmark.
 */

import {
  type ConfigSpace,
  type Configuration,
  categorical,
  expectConfiguration,
  numeric,
  type Parameter,
} from '../config-space.ts';
import { decodeA, decodeB, decodeC, fullEdgeSlots, interiorVertices, isAllowedByStudy } from './encodings.ts';
import { type CellSpec, maxEdges, operations } from './spec.ts';

export type Nasbench101Encoding = 'A' | 'B' | 'C';

const opParameters: readonly Parameter[] = Array.from({ length: interiorVertices }, (_, i) =>
  categorical(`op_node_${i}`, operations.length),
);

const edges = (count: number, make: (name: string) => Parameter): readonly Parameter[] =>
  Array.from({ length: count }, (_, i) => make(`edge_${i}`));

const layouts: Readonly<Record<Nasbench101Encoding, readonly Parameter[]>> = {
  A: edges(fullEdgeSlots, (name) => categorical(name, 2)),
  B: edges(maxEdges, (name) => categorical(name, fullEdgeSlots)),
  C: [
    ...edges(fullEdgeSlots, (name) => numeric('float', name, [0, 1])),
    numeric('integer', 'num_edges', [0, maxEdges]),
  ],
};

const decoders: Readonly<
  Record<Nasbench101Encoding, (values: Configuration, ops: readonly string[]) => CellSpec>
> = {
  A: decodeA,
  B: decodeB,
  C: (values, ops) => decodeC(values.slice(0, -1), values.at(-1) ?? 0, ops),
};

export function nasbench101Encoding(encoding: Nasbench101Encoding): ConfigSpace<CellSpec> {
  const graph = layouts[encoding];
  const space: ConfigSpace<CellSpec> = {
    name: `nasbench101-${encoding}`,
    parameters: [...graph, ...opParameters],
    decode(configuration) {
      expectConfiguration(space, configuration);
      const ops = configuration.slice(graph.length).map((index) => operations[index] ?? '');
      return decoders[encoding](configuration.slice(0, graph.length), ops);
    },
    isValid: (configuration) => isAllowedByStudy(space.decode(configuration)),
  };
  return space;
}
