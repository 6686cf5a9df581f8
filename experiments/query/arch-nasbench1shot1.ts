/** A choice in a NAS-Bench-1Shot1 space, or a NAS-Bench-101 spec that may be one: the cell that it is, in numbers. */
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { cellProblems, fullSpec, type OneShotCell, toSpec } from '../space/nasbench1shot1/cell.ts';
import { parentChoices } from '../space/nasbench1shot1/enumerate.ts';
import { blockCount, type SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { codeOf } from '../space/nasbench101/edge-bits.ts';
import { pruned } from '../space/nasbench101/prune.ts';
import type { CellSpec } from '../space/nasbench101/spec.ts';
import { canonicalBits } from '../space/nasbench101/symmetry.ts';
import { type CellSpace, describeCell, type ReadCell, readBenchmarkCell } from './arch-nasbench101.ts';
import { unwrapped } from './read-genotype.ts';
import { Problems, readList, readObject } from './read-value.ts';

export const describeNasbench1shot1 =
  (number: SpaceNumber) =>
  (given: GivenArchitecture, options: QueryOptions, draw: boolean): QueryAnswer =>
    describeCell(cellSpace(number), given, options, draw);

function cellSpace(number: SpaceNumber): CellSpace {
  const name = `nasbench1shot1-${number}`;
  return {
    name,
    forms: '`ops` and `parents`, or `matrix` and `ops`',
    read: (value) => readEitherForm(number, name, value),
    contains: (cell) => isInSpace(number, cell),
  };
}

function readEitherForm(number: SpaceNumber, name: string, value: unknown): Result<ReadCell, QueryProblem> {
  const problems = new Problems();
  const [inner, path] = unwrapped(value, name, problems);
  const isChoice = typeof inner === 'object' && inner !== null && 'parents' in inner && !('matrix' in inner);
  if (!isChoice) return readBenchmarkCell(value, name);
  const object = readObject(inner, path, ['ops', 'parents'], 'any', problems);
  if (!object) return fail(...problems.found);
  const ops = readList(object['ops'], [...path, 'ops'], 'operations', problems);
  ops.forEach((op, i) => {
    if (typeof op !== 'string') problems.wrong([...path, 'ops', i], 'the name of an operation', op);
  });
  const lists = readList(object['parents'], [...path, 'parents'], 'lists of parents', problems);
  const parents = lists.map((list, i) => {
    const items = readList(list, [...path, 'parents', i], 'parents', problems);
    items.forEach((parent, j) => {
      if (typeof parent !== 'number') {
        problems.wrong([...path, 'parents', i, j], 'the number of a node', parent);
      }
    });
    // The order of parents means nothing.
    return [...items].sort((a, b) => Number(a) - Number(b));
  });
  if (problems.found.length > 0) return fail(...problems.found);
  const cell = { ops, parents } as OneShotCell;
  const reasons = cellProblems(number, cell);
  return ok(reasons.length > 0 ? { reasons } : { spec: toSpec(number, cell) });
}

/**
 * Every labelling of a choice of parents occurs, so that a cell is in the space when some choice has its graph.
 * @param cell pruned
 */
function isInSpace(number: SpaceNumber, cell: CellSpec): boolean {
  const { bits, vertices } = codeOf(cell);
  const wanted = canonicalBits(bits, vertices);
  const ops = new Array<string>(blockCount(number)).fill('conv3x3-bn-relu');
  const seen = new Set<number>();
  return parentChoices(number).some((parents) => {
    const graph = codeOf(pruned(fullSpec({ ops, parents })));
    if (graph.vertices !== vertices || seen.has(graph.bits)) return false;
    seen.add(graph.bits);
    return canonicalBits(graph.bits, vertices) === wanted;
  });
}
