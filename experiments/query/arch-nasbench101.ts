/** A NAS-Bench-101 spec: whether the benchmark knows it, its hash, and its network in numbers. */

import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../../schemas/query.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { drawSpec } from '../drawing/cells.ts';
import { cellHash } from '../space/nasbench101/hash.ts';
import { benchmarkShape, countNasbench101 } from '../space/nasbench101/parameters.ts';
import { prune, pruned } from '../space/nasbench101/prune.ts';
import { nasbench101 } from '../space/nasbench101/space.ts';
import { type CellSpec, edgeCount } from '../space/nasbench101/spec.ts';
import { argumentProblem, grouped } from './answer.ts';
import { type OptionValues, readOptions } from './options.ts';
import { readSpec, whyInvalid } from './read-spec.ts';

const laws = {
  'stem-channels': { kind: 'integer', min: 1, max: 4096, default: benchmarkShape.stemChannels },
  stacks: { kind: 'integer', min: 1, max: 10, default: benchmarkShape.stacks },
  modules: { kind: 'integer', min: 1, max: 1000, default: benchmarkShape.cellsPerStack },
  classes: { kind: 'integer', min: 1, max: 1_000_000, default: benchmarkShape.classes },
  input: { kind: 'integer', min: 1, max: 4096, default: benchmarkShape.height },
} as const;

type Options = OptionValues<typeof laws>;

/** A space whose architectures are cells of NAS-Bench-101. */
export interface CellSpace {
  readonly name: string;
  /** What a file may hold. */
  readonly forms: string;
  readonly read: (value: unknown) => Result<ReadCell, QueryProblem>;
  /** Whether a cell of NAS-Bench-101 is one of the space; absent where each is. */
  readonly contains?: (cell: CellSpec) => boolean;
}

/** A cell, or why what was read is none. */
export type ReadCell = { readonly spec: CellSpec } | { readonly reasons: readonly string[] };

/** A spec that the benchmark does not know is an answer, and no mistake in the file. */
export function readBenchmarkCell(value: unknown, space: string): Result<ReadCell, QueryProblem> {
  const spec = readSpec(value, space);
  if (!spec.ok) return spec;
  const reasons = whyInvalid(spec.value);
  return ok(reasons.length > 0 ? { reasons } : { spec: spec.value });
}

const nasbench101Space: CellSpace = {
  name: 'nasbench101',
  forms: '`matrix` and `ops`',
  read: (value) => readBenchmarkCell(value, 'nasbench101'),
};

export const describeNasbench101 = (
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): QueryAnswer => describeCell(nasbench101Space, given, options, draw);

export function describeCell(
  space: CellSpace,
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): QueryAnswer {
  const values = readOptions(options, laws, `space ${space.name}`);
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
  return inNumbers(space, spec, values.value, draw ? { svg: drawSpec(pruned(spec)) } : {});
}

function invalid({ name, contains }: CellSpace, reasons: readonly string[]): QueryAnswer {
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

function inNumbers(
  space: CellSpace,
  spec: CellSpec,
  options: Options,
  picture: { readonly svg?: string },
): QueryAnswer {
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
    ...picture,
  };
}

const networkText = (options: Options): string =>
  `${options['stem-channels']} stem channels, ${options.stacks} stacks of ${options.modules} cells, ` +
  `${options.classes} classes, ${options.input}x${options.input} input`;
