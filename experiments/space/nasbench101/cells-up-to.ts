/** The cells of NAS-Bench-101 with at most so many vertices, as a table of small cells needs them. */
import type { CellSpecification } from '../../../schemas/architecture.ts';
import { type ConfigSpace, type Configuration, categorical, expectConfiguration } from '../config-space.ts';
import { neighbourhood, oneParameterChanges, type SearchedSpace, type Variation } from '../variation.ts';
import { isAllowedByStudy } from './encodings.ts';
import { domainProblems } from './prune.ts';
import { operations } from './spec.ts';

/** Whether the nine edges are counted before pruning, as nas_benchmarks does, or after, as the benchmark itself does. */
export type EdgeRule = 'before-pruning' | 'after-pruning';

type CellConfig = ConfigSpace<CellSpecification>;

/**
 * One parameter for each pair of vertices (is there an edge?) and for each interior vertex (its operation). Smaller
 * cells are those of which pruning removes a vertex. Samples and children are drawn until they are cells.
 */
export function cellsUpTo(
  vertices: number,
  edges: EdgeRule = 'after-pruning',
): SearchedSpace<CellSpecification> {
  const config = cellConfig(vertices, edges);
  const { sample } = neighbourhood(config);
  const { mutate } = oneParameterChanges(config);
  const isCell = (configuration: Configuration): boolean => config.isValid?.(configuration) ?? true;
  const mutateToCell = (parent: Configuration, draws: Parameters<typeof mutate>[1]): Configuration => {
    for (;;) {
      const child = mutate(parent, draws);
      if (isCell(child)) return child;
    }
  };
  return { config, variation: decodedVariation(config, { sample, mutate: mutateToCell }) };
}

/**
 * Specs by way of their configurations. By default uniform configurations and changes of one parameter, as the optimiser
 * study draws them: most are no cell.
 */
export function decodedVariation(
  config: CellConfig,
  { sample, mutate }: Variation<Configuration> = oneParameterChanges(config),
): Variation<CellSpecification> {
  const codes = new WeakMap<CellSpecification, Configuration>();
  const decode = (configuration: Configuration): CellSpecification => {
    const cell = config.decode(configuration);
    codes.set(cell, configuration);
    return cell;
  };
  return {
    sample: (draws) => decode(sample(draws)),
    mutate(cell, draws) {
      const parent = codes.get(cell);
      if (!parent) throw new TypeError('Expected a cell of this space');
      return decode(mutate(parent, draws));
    },
  };
}

function cellConfig(vertices: number, edges: EdgeRule): CellConfig {
  const pairs = Array.from({ length: vertices }, (_, from) =>
    Array.from({ length: vertices - from - 1 }, (__, i) => [from, from + 1 + i] as const),
  ).flat();
  const isCell = (cell: CellSpecification): boolean =>
    edges === 'before-pruning' ? isAllowedByStudy(cell) : domainProblems(cell).length === 0;
  const space: CellConfig = {
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
    isValid: (configuration) => isCell(space.decode(configuration)),
  };
  return space;
}
