/** The cells of NAS-Bench-101 with at most so many vertices, as a table of small cells needs them. */
import type { CellSpecification } from '../../../schemas/architecture.ts';
import { type ConfigSpace, categorical, expectConfiguration } from '../config-space.ts';
import { neighbourhood, oneParameterChanges, type SearchedSpace } from '../variation.ts';
import { domainProblems } from './prune.ts';
import { operations } from './spec.ts';

/**
 * One parameter for each pair of vertices (is there an edge?) and for each interior vertex (its operation). Smaller
 * cells are those of which pruning removes a vertex. Samples and children are drawn until they are cells.
 */
export function cellsUpTo(vertices: number): SearchedSpace<CellSpecification> {
  const config = cellConfig(vertices);
  const { sample } = neighbourhood(config);
  const { mutate } = oneParameterChanges(config);
  const isCell = (configuration: readonly number[]) => config.isValid?.(configuration) ?? true;
  const codes = new WeakMap<CellSpecification, readonly number[]>();
  const decode = (configuration: readonly number[]): CellSpecification => {
    const cell = config.decode(configuration);
    codes.set(cell, configuration);
    return cell;
  };
  return {
    config,
    variation: {
      sample: (draws) => decode(sample(draws)),
      mutate(cell, draws) {
        const parent = codes.get(cell);
        if (!parent) throw new TypeError('Expected a cell of this space');
        for (;;) {
          const child = mutate(parent, draws);
          if (isCell(child)) return decode(child);
        }
      },
    },
  };
}

function cellConfig(vertices: number): ConfigSpace<CellSpecification> {
  const pairs = Array.from({ length: vertices }, (_, from) =>
    Array.from({ length: vertices - from - 1 }, (__, i) => [from, from + 1 + i] as const),
  ).flat();
  const space: ConfigSpace<CellSpecification> = {
    name: `nasbench101-cells-${vertices}`,
    parameters: [
      ...pairs.map(([from, to]) => categorical(`edge_${from}_${to}`, 2)),
      ...Array.from({ length: vertices - 2 }, (_, i) => categorical(`op_${i + 1}`, operations.length)),
    ],
    decode(configuration) {
      expectConfiguration(space, configuration);
      const matrix = Array.from({ length: vertices }, () => new Array<number>(vertices).fill(0));
      pairs.forEach(([from, to], i) => {
        (matrix[from] as number[])[to] = configuration[i] ?? 0;
      });
      const inner = configuration.slice(pairs.length).map((index) => operations[index] ?? '');
      return { matrix, ops: ['input', ...inner, 'output'] };
    },
    isValid: (configuration) => domainProblems(space.decode(configuration)).length === 0,
  };
  return space;
}
