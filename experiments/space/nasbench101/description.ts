/**
 * What `reprise arch` and `reprise space` say of cells of NAS-Bench-101: whether the benchmark knows a spec, its hash, and
 * its network in numbers.
 */
import type { GivenArchitecture, QueryOptions, QueryProblem } from '../../../schemas/query.ts';
import type { Result } from '../../../schemas/result.ts';
import { argumentProblem, grouped, sizes } from '../answer.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { flag, integer, type OptionValues, readOptions } from '../options.ts';
import { drawSpec } from './drawing.ts';
import { enumerateCells, labelledGraphs } from './enumerate.ts';
import { cellHash } from './hash.ts';
import { benchmarkShape, countNasbench101 } from './parameters.ts';
import { prune, pruned } from './prune.ts';
import { type ReadCell, readBenchmarkCell } from './read.ts';
import { nasbench101 } from './space.ts';
import { type CellSpec, edgeCount, maxVertices } from './spec.ts';

export const cellOptions = {
  'stem-channels': integer(
    'count',
    [1, 4096],
    benchmarkShape.stemChannels,
    'channels of stem and first stack',
  ),
  stacks: integer('count', [1, 10], benchmarkShape.stacks, 'number of stacks'),
  modules: integer('count', [1, 1000], benchmarkShape.cellsPerStack, 'cells in each stack'),
  classes: integer('count', [1, 1_000_000], benchmarkShape.classes, 'classes'),
  input: integer('pixels', [1, 4096], benchmarkShape.height, 'side of the images'),
} as const;

type Options = OptionValues<typeof cellOptions>;

/** A space whose architectures are cells of NAS-Bench-101. */
export interface CellSpace {
  readonly name: string;
  /** What a file may hold. */
  readonly forms: string;
  readonly read: (value: unknown) => Result<ReadCell, QueryProblem>;
  /** Whether a cell of NAS-Bench-101 is one of the space; absent where each is. */
  readonly contains?: (cell: CellSpec) => boolean;
}

const nasbench101Space: CellSpace = {
  name: 'nasbench101',
  forms: '`matrix` and `ops`',
  read: (value) => readBenchmarkCell(value, 'nasbench101'),
};

export function describeCell(
  space: CellSpace,
  given: GivenArchitecture,
  options: QueryOptions,
): ArchitectureAnswer {
  const values = readOptions(options, cellOptions, `space ${space.name}`);
  if ('name' in given) {
    const misfit = { expected: `a JSON file with ${space.forms}`, found: JSON.stringify(given.name) };
    return { ok: false, problems: [argumentProblem('<architecture>', misfit)] };
  }
  const read = space.read(given.value);
  if (!values.ok || !read.ok) {
    return {
      ok: false,
      problems: [...(values.ok ? [] : values.failures), ...(read.ok ? [] : read.failures)],
    };
  }
  if ('reasons' in read.value) return invalid(space, read.value.reasons);
  const { spec } = read.value;
  return inNumbers(space, spec, values.value);
}

function invalid({ name, contains }: CellSpace, reasons: readonly string[]): ArchitectureAnswer {
  const nothing = { hash: null, parameters: null, multiplyAdds: null };
  return {
    ok: true,
    isBad: true,
    json: {
      space: name,
      valid: false,
      reason: reasons.join('; '),
      ...(contains ? { inSpace: false } : {}),
      ...nothing,
    },
    rows: [['space', name], ['valid', 'no'], ...reasons.map((each, i) => [i === 0 ? 'reason' : '', each])],
  };
}

function inNumbers(space: CellSpace, spec: CellSpec, options: Options): ArchitectureAnswer {
  const cell = pruned(spec);
  const shape = {
    ...benchmarkShape,
    stemChannels: options['stem-channels'],
    stacks: options.stacks,
    cellsPerStack: options.modules,
    classes: options.classes,
    height: options.input,
    width: options.input,
  };
  const { parameters, multiplyAdds } = countNasbench101(cell, shape);
  if (![parameters, multiplyAdds].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--stem-channels', misfit)] };
  }
  const hash = cellHash(cell);
  const removed = spec.ops.length - (prune(spec)?.ops.length ?? 0);
  const vertices = cell.ops.length;
  const edges = edgeCount(cell.matrix);
  const inSpace = space.contains?.(cell);
  return {
    ok: true,
    ...(inSpace === false ? { isBad: true } : {}),
    json: {
      space: space.name,
      valid: true,
      ...(inSpace === undefined ? {} : { inSpace }),
      id: nasbench101().id(cell),
      hash,
      parameters,
      multiplyAdds,
      vertices,
      edges,
      pruned: { matrix: cell.matrix, ops: cell.ops },
      network: {
        stemChannels: shape.stemChannels,
        stacks: shape.stacks,
        modules: shape.cellsPerStack,
        classes: shape.classes,
        input: options.input,
      },
    },
    rows: [
      ['space', space.name],
      ['valid', 'yes'],
      ...(inSpace === undefined ? [] : [['in the space', inSpace ? 'yes' : 'no']]),
      ['hash', hash],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      ['cell', `${vertices} vertices, ${edges} edges${removed > 0 ? `; ${removed} vertices pruned` : ''}`],
      ['network', networkText(options)],
    ],
    picture: drawSpec(cell),
  };
}

const networkText = (options: Options): string =>
  `${options['stem-channels']} stem channels, ${options.stacks} stacks of ${options.modules} cells, ` +
  `${options.classes} classes, ${options.input}x${options.input} input`;

const sizeOptions = {
  vertices: integer('count', [2, maxVertices], 0, 'only cells with so many vertices'),
  hashes: flag('list the hashes in order'),
} as const;

/** Cells with so many vertices, counted and not looked up. */
function countCells(vertices: number): number {
  let count = 0;
  for (const { labelCodes } of labelledGraphs(vertices)) count += labelCodes.length;
  return count;
}

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeOptions, 'space nasbench101');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { vertices, hashes } = read.value;
  const all = Array.from({ length: maxVertices - 1 }, (_, i) => i + 2);
  const wanted = vertices === 0 ? all : [vertices];
  const counts = wanted.map((each) => [each, countCells(each)] as const);
  const total = counts.reduce((sum, [, each]) => sum + each, 0);
  const about = { space: 'nasbench101', ...(vertices === 0 ? {} : { vertices }), ...sizes(BigInt(total)) };
  if (hashes) return { ok: true, hashes: { cells: cellsWith(wanted), total, about } };
  if (vertices !== 0) return { ok: true, json: about, rows: [[String(total)]] };
  return {
    ok: true,
    json: { ...about, byVertices: Object.fromEntries(counts) },
    rows: [
      ['space', 'nasbench101'],
      ['architectures', grouped(total)],
      ...counts.map(([each, cells]) => [`with ${each} vertices`, grouped(cells)]),
    ],
  };
}

function* cellsWith(vertices: readonly number[]) {
  for (const each of vertices) yield* enumerateCells(each);
}

export const description: SpaceDescription = {
  options: cellOptions,
  describe: (given, options) => describeCell(nasbench101Space, given, options),
  sizeOptions,
  size: describeSize,
};
