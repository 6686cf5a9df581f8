/** A NAS-Bench-101 spec: whether the benchmark knows it, its hash, and its network in numbers. */
import { drawSpec } from '../drawing/cells.ts';
import { cellHash } from '../space/nasbench101/hash.ts';
import { benchmarkShape, countNasbench101 } from '../space/nasbench101/parameters.ts';
import { prune, pruned } from '../space/nasbench101/prune.ts';
import { nasbench101 } from '../space/nasbench101/space.ts';
import { type CellSpec, edgeCount } from '../space/nasbench101/spec.ts';
import {
  argumentProblem,
  type GivenArchitecture,
  grouped,
  type QueryAnswer,
  type QueryOptions,
} from './answer.ts';
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

export function describeNasbench101(
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): QueryAnswer {
  const values = readOptions(options, laws, 'space nasbench101');
  if ('name' in given) {
    const misfit = { expected: 'a JSON file with `matrix` and `ops`', found: JSON.stringify(given.name) };
    return { ok: false, problems: [argumentProblem('<architecture>', misfit)] };
  }
  const spec = readSpec(given.value);
  if (!values.ok || !spec.ok) {
    return {
      ok: false,
      problems: [...(values.ok ? [] : values.failures), ...(spec.ok ? [] : spec.failures)],
    };
  }
  const reasons = whyInvalid(spec.value);
  if (reasons.length > 0) return invalid(reasons);
  return inNumbers(spec.value, values.value, draw ? { svg: drawSpec(pruned(spec.value)) } : {});
}

function invalid(reasons: readonly string[]): QueryAnswer {
  const reason = reasons.join('; ');
  return {
    ok: true,
    isBad: true,
    json: { space: 'nasbench101', valid: false, reason, hash: null, parameters: null, multiplyAdds: null },
    rows: [
      ['space', 'nasbench101'],
      ['valid', 'no'],
      ...reasons.map((each, i) => [i === 0 ? 'reason' : '', each]),
    ],
  };
}

function inNumbers(spec: CellSpec, options: Options, picture: { readonly svg?: string }): QueryAnswer {
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
  return {
    ok: true,
    json: {
      space: 'nasbench101',
      valid: true,
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
      ['space', 'nasbench101'],
      ['valid', 'yes'],
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
