/**
 * One choice in a NAS-Bench-1Shot1 space, and the NAS-Bench-101 cell that it is. Blocks from which no path leads to
 * the output (loose ends) are allowed; NAS-Bench-101 prunes them.
 */
import { type CellSpec, cellSpec, maxVertices } from '../nasbench101/spec.ts';
import { blockCount, operations, parentCountsOf, type SpaceNumber } from './layout.ts';

export interface Bench1Shot1Cell {
  /** Operation of block 1, block 2, ... */
  readonly ops: readonly string[];
  /** Parents of block 1, block 2, ..., and last of the output: rising node numbers, 0 being the cell input. */
  readonly parents: readonly (readonly number[])[];
}

/**
 * The cell in the benchmark's seven-vertex form. Spaces of four blocks get a vertex without edges before the output.
 * @throws TypeError for a cell that is not of the space
 */
export function toSpec(space: SpaceNumber, cell: Bench1Shot1Cell): CellSpec {
  const problems = cellProblems(space, cell);
  if (problems.length > 0) {
    throw new TypeError(`Expected a cell of NAS-Bench-1Shot1 space ${space}: ${problems.join('; ')}`);
  }
  return fullSpec(cell);
}

/** Unchecked, also for cells whose blocks lack parents because they were never reached. */
export function fullSpec({ ops, parents }: Bench1Shot1Cell): CellSpec {
  const matrix = Array.from({ length: maxVertices }, () => new Array<number>(maxVertices).fill(0));
  parents.forEach((sources, i) => {
    const target = i === ops.length ? maxVertices - 1 : i + 1;
    for (const source of sources) {
      const row = matrix[source];
      if (row) row[target] = 1;
    }
  });
  const unused = new Array<string>(maxVertices - 2 - ops.length).fill('conv1x1-bn-relu');
  return cellSpec(matrix, ['input', ...ops, ...unused, 'output']);
}

/** Blocks that no path of parents leads to from the output lose their parents. */
export function keepReached(parents: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const reached = new Set<number>([parents.length]);
  for (let node = parents.length; node >= 1; node -= 1) {
    if (reached.has(node)) for (const parent of parents[node - 1] ?? []) reached.add(parent);
  }
  return parents.map((list, i) => (reached.has(i + 1) ? list : []));
}

/** What keeps a value from being a cell of the space, one message for each place. */
export function cellProblems(space: SpaceNumber, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['expected an object with `ops` and `parents`'];
  const { ops, parents } = value as { readonly ops?: unknown; readonly parents?: unknown };
  const blocks = blockCount(space);
  if (!Array.isArray(ops) || ops.length !== blocks) return [`ops: expected ${blocks} operations`];
  if (!Array.isArray(parents) || parents.length !== blocks + 1) {
    return [`parents: expected ${blocks + 1} lists, one for each block and one for the output`];
  }
  const names: readonly unknown[] = ops;
  const lists: readonly unknown[] = parents;
  return [
    ...names.flatMap((op, i) =>
      (operations as readonly unknown[]).includes(op)
        ? []
        : [`ops[${i}]: expected ${operations.join(', ')}, got \`${String(op)}\``],
    ),
    ...lists.flatMap((list, i) => parentProblems(list, i, parentCountsOf(space)[i] ?? 0)),
  ];
}

function parentProblems(list: unknown, i: number, count: number): readonly string[] {
  const values: readonly unknown[] = Array.isArray(list) ? list : [];
  const isRising = values.every(
    (parent, j) =>
      Number.isInteger(parent) &&
      Number(parent) >= 0 &&
      Number(parent) <= i &&
      (j === 0 || Number(parent) > Number(values[j - 1])),
  );
  return isRising && values.length === count
    ? []
    : [`parents[${i}]: expected ${count} different nodes in [0, ${i}], rising`];
}
